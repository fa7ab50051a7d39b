package org.lamella.nodes;

import org.jspecify.annotations.Nullable;
import org.lamella.access.Caller;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.access.Scope;
import org.lamella.web.Body;
import org.lamella.web.InvalidInput;
import org.lamella.web.JsonFields;
import org.lamella.web.Page;
import org.lamella.web.listing.ListRequest;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

@RestController
@RequestMapping("/api/v1/node-groups")
class NodeGroupController {
    private final NodeGroups groups;

    /** @param value empty unless said */
    record Rule(String label, @Nullable String value) {}

    NodeGroupController(NodeGroups groups) {
        this.groups = groups;
    }

    @Permitted(To.SIGNED_IN)
    @GetMapping
    Page<NodeGroup> list(ListRequest request) {
        return groups.list(request);
    }

    @Permitted(To.SIGNED_IN)
    @GetMapping("/{name}")
    NodeGroup show(@PathVariable String name) {
        return groups.get(name);
    }

    @Permitted(value = To.ADMIN, scope = Scope.NODES)
    @PutMapping("/{name}")
    NodeGroup put(Caller caller, @PathVariable String name, @RequestBody @Body(Rule.class) JsonNode body) {
        JsonFields fields = JsonFields.of(body);
        String label = fields.text("label").orElse("");
        String value = fields.text("value").orElse("");
        InvalidInput.throwIfAny(fields.refuseOthers().errors());
        groups.put(caller, name, label, value);
        return groups.get(name);
    }

    @Permitted(value = To.ADMIN, scope = Scope.NODES)
    @DeleteMapping("/{name}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(Caller caller, @PathVariable String name) {
        groups.remove(caller, name);
    }
}
