package org.lamella.nodes;

import java.net.URI;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lamella.access.Caller;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.access.Scope;
import org.lamella.web.Body;
import org.lamella.web.FieldError;
import org.lamella.web.IfMatch;
import org.lamella.web.InvalidInput;
import org.lamella.web.JsonFields;
import org.lamella.web.Reason;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** What those who look after a node do to it. */
@RestController
@RequestMapping("/api/v1/nodes/{name}")
class NodeCareController {
    private final NodeLabels labels;
    private final Drains drains;
    private final Maintenance maintenance;
    private final NodeViews views;

    record NewWindow(Instant from, Instant until, String reason) {}

    NodeCareController(NodeLabels labels, Drains drains, Maintenance maintenance, NodeViews views) {
        this.labels = labels;
        this.drains = drains;
        this.maintenance = maintenance;
        this.views = views;
    }

    /** Takes {@code {"arch": "x86_64", "ssd": "", "old": null}}: null takes a label off. */
    @Permitted(value = To.SIGNED_IN, scope = Scope.NODES)
    @PatchMapping("/labels")
    ResponseEntity<NodeView> label(
            Caller caller, @PathVariable String name, IfMatch ifMatch, @RequestBody @Body(Map.class) JsonNode body) {
        labels.change(caller, name, labelChanges(body), ifMatch::require);
        return views.get(name).tagged();
    }

    private static Map<String, Optional<String>> labelChanges(JsonNode body) {
        InvalidInput.throwIfAny(JsonFields.of(body).errors());
        Map<String, Optional<String>> changes = new HashMap<>();
        List<FieldError> errors = new ArrayList<>();
        body.propertyStream().forEach(label -> {
            JsonNode value = label.getValue();
            boolean text = value.isString() && value.stringValue().indexOf('\0') < 0;
            if (!text && !value.isNull()) {
                errors.add(FieldError.invalid(label.getKey(), "must be a string, or null to take the label off"));
            }
            changes.put(label.getKey(), text ? Optional.of(value.stringValue()) : Optional.empty());
        });
        InvalidInput.throwIfAny(errors);
        return changes;
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.NODES)
    @PostMapping("/drain")
    ResponseEntity<NodeView> drain(
            Caller caller, @PathVariable String name, IfMatch ifMatch, @RequestBody @Body(Reason.class) JsonNode body) {
        JsonFields fields = JsonFields.of(body);
        String reason = fields.text("reason").orElse("");
        InvalidInput.throwIfAny(fields.refuseOthers().errors());
        drains.drain(caller, name, reason, ifMatch::require);
        return views.get(name).tagged();
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.NODES)
    @DeleteMapping("/drain")
    ResponseEntity<NodeView> undrain(Caller caller, @PathVariable String name, IfMatch ifMatch) {
        drains.undrain(caller, name, ifMatch::require);
        return views.get(name).tagged();
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.NODES)
    @PostMapping("/maintenance")
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<MaintenanceWindow> plan(
            Caller caller,
            @PathVariable String name,
            IfMatch ifMatch,
            @RequestBody @Body(NewWindow.class) JsonNode body) {
        JsonFields fields = JsonFields.of(body);
        List<FieldError> errors = new ArrayList<>();
        Optional<Instant> from = time(fields, "from", errors);
        Optional<Instant> until = time(fields, "until", errors);
        String reason = fields.text("reason").orElse("");
        errors.addAll(fields.refuseOthers().errors());
        InvalidInput.throwIfAny(errors);
        MaintenanceWindow window =
                maintenance.plan(caller, name, from.orElseThrow(), until.orElseThrow(), reason, ifMatch::require);
        return ResponseEntity.created(URI.create("/api/v1/nodes/" + name + "/maintenance/" + window.id()))
                .body(window);
    }

    private static Optional<Instant> time(JsonFields fields, String field, List<FieldError> errors) {
        String text = fields.text(field).orElse("");
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException e) {
            errors.add(FieldError.invalid(field, "must be a time such as 2026-11-23T14:00:00Z, not “" + text + "”"));
            return Optional.empty();
        }
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.NODES)
    @DeleteMapping("/maintenance/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void cancel(Caller caller, @PathVariable String name, @PathVariable long id, IfMatch ifMatch) {
        maintenance.cancel(caller, name, id, ifMatch::require);
    }
}
