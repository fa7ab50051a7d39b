package org.lamella.slices;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lamella.access.Caller;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.access.Scope;
import org.lamella.web.Body;
import org.lamella.web.FieldError;
import org.lamella.web.InvalidInput;
import org.lamella.web.JsonFields;
import org.lamella.web.Reason;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Renewal and suspension. */
@RestController
@RequestMapping("/api/v1/slices/{name}")
class SliceLifeController {
    private final SliceLife life;
    private final SliceViews views;

    /** @param expiresAt the date that was granted */
    record Renewed(Instant expiresAt, SliceView slice) {}

    /** @param until the longest that is allowed unless said */
    record Renewal(@Nullable Instant until) {}

    SliceLifeController(SliceLife life, SliceViews views) {
        this.life = life;
        this.views = views;
    }

    /** Without a body, or with one that names no date, for as long as is allowed. */
    @Permitted(value = To.SIGNED_IN, scope = Scope.SLICES)
    @PostMapping("/renewal")
    Renewed renew(
            Caller caller,
            @PathVariable String name,
            @RequestBody(required = false) @Body(Renewal.class) JsonNode body) {
        Instant granted = life.renew(caller, name, body == null ? Optional.empty() : until(JsonFields.of(body)));
        return new Renewed(granted, views.get(caller, name));
    }

    private static Optional<Instant> until(JsonFields fields) {
        Optional<String> text = fields.text("until");
        List<FieldError> errors = new ArrayList<>(fields.refuseOthers().errors());
        Optional<Instant> until = text.flatMap(date -> {
            try {
                return Optional.of(OffsetDateTime.parse(date).toInstant());
            } catch (DateTimeParseException e) {
                errors.add(FieldError.invalid("until", "must be a time as in RFC 3339, such as 2027-01-31T12:00:00Z"));
                return Optional.empty();
            }
        });
        InvalidInput.throwIfAny(errors);
        return until;
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.SLICES)
    @PostMapping("/suspension")
    SliceView suspend(Caller caller, @PathVariable String name, @RequestBody @Body(Reason.class) JsonNode body) {
        JsonFields fields = JsonFields.of(body);
        String reason = fields.text("reason").orElse("");
        InvalidInput.throwIfAny(fields.refuseOthers().errors());
        life.suspend(caller, name, reason);
        return views.get(caller, name);
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.SLICES)
    @DeleteMapping("/suspension")
    SliceView resume(Caller caller, @PathVariable String name) {
        life.resume(caller, name);
        return views.get(caller, name);
    }
}
