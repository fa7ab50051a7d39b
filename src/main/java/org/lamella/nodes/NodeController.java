package org.lamella.nodes;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lamella.access.Caller;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.access.Scope;
import org.lamella.web.Body;
import org.lamella.web.FieldError;
import org.lamella.web.IfMatch;
import org.lamella.web.InvalidInput;
import org.lamella.web.JsonFields;
import org.lamella.web.Page;
import org.lamella.web.listing.ListRequest;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

@RestController
@RequestMapping("/api/v1/nodes")
class NodeController {
    private final NodeService nodes;
    private final NodeViews views;
    private final Enrolment enrolment;
    private final AgentsAddress agents;

    record Added(
            String name,
            String site,
            NodeState state,
            String joinCode,
            Instant joinCodeExpiresAt,
            String agentsAddress) {}

    /** @param site its login base; demo unless said */
    record NewNode(String name, @Nullable String site) {}

    record NewCode(String joinCode, Instant joinCodeExpiresAt, String agentsAddress) {}

    NodeController(NodeService nodes, NodeViews views, Enrolment enrolment, AgentsAddress agents) {
        this.nodes = nodes;
        this.views = views;
        this.enrolment = enrolment;
        this.agents = agents;
    }

    @Permitted(To.SIGNED_IN)
    @GetMapping
    Page<NodeView> list(ListRequest request) {
        return views.list(request);
    }

    @Permitted(To.SIGNED_IN)
    @GetMapping("/{name}")
    ResponseEntity<NodeView> show(@PathVariable String name) {
        return views.get(name).tagged();
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.NODES)
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<Added> add(Caller caller, @RequestBody @Body(NewNode.class) JsonNode body) {
        JsonFields fields = JsonFields.of(body);
        var name = fields.text("name");
        String site = fields.text("site").orElse("demo");
        List<FieldError> errors = new ArrayList<>(fields.refuseOthers().errors());
        if (name.isEmpty()) {
            errors.add(FieldError.invalid("name", "is needed"));
        }
        InvalidInput.throwIfAny(errors);
        Node node = nodes.add(caller, name.orElseThrow(), site);
        Enrolment.JoinCode code = enrolment.newCode(node);
        return ResponseEntity.created(URI.create("/api/v1/nodes/" + node.name()))
                .body(new Added(node.name().text(), site, node.state(), code.text(), code.expiresAt(), agents.text()));
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.NODES)
    @PostMapping("/{name}/join-code")
    @ResponseStatus(HttpStatus.CREATED)
    NewCode newCode(Caller caller, @PathVariable String name) {
        Enrolment.JoinCode code = enrolment.newCode(nodes.getFor(caller, name, "make join codes for its nodes"));
        return new NewCode(code.text(), code.expiresAt(), agents.text());
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.NODES)
    @PostMapping("/{name}/revoke")
    ResponseEntity<NodeView> revoke(Caller caller, @PathVariable String name, IfMatch ifMatch) {
        enrolment.revoke(nodes.getFor(caller, name, "revoke its nodes"), ifMatch::require);
        return views.get(name).tagged();
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.NODES)
    @DeleteMapping("/{name}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(Caller caller, @PathVariable String name, IfMatch ifMatch) {
        nodes.remove(caller, name, ifMatch::require);
    }
}
