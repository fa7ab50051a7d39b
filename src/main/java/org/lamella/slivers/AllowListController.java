package org.lamella.slivers;

import java.util.List;
import org.lamella.access.Caller;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.access.Scope;
import org.lamella.nodes.NodeService;
import org.lamella.web.Body;
import org.lamella.web.IfMatch;
import org.lamella.web.InvalidInput;
import org.lamella.web.JsonFields;
import org.lamella.web.Version;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

@RestController
@RequestMapping("/api/v1/nodes/{name}/allowed-slices")
class AllowListController {
    private final AllowLists lists;
    private final NodeSlivers slivers;
    private final NodeService nodes;

    /**
     * A node's allow list.
     *
     * @param open whether every slice may use the node
     * @param slices those that alone may, as far as the caller may know of them
     */
    record AllowedSlices(boolean open, List<String> slices) {}

    /** @param slices those that alone may use the node; every slice may when it is empty */
    record AllowList(List<String> slices) {}

    AllowListController(AllowLists lists, NodeSlivers slivers, NodeService nodes) {
        this.lists = lists;
        this.slivers = slivers;
        this.nodes = nodes;
    }

    /** The tag is of the node's version, read first: a list that is newer than its tag refuses a change, never loses one. */
    @Permitted(To.SIGNED_IN)
    @GetMapping
    ResponseEntity<AllowedSlices> show(Caller caller, @PathVariable String name) {
        long version = nodes.get(name).version();
        List<String> allowed = lists.of(name);
        AllowedSlices shown = new AllowedSlices(allowed.isEmpty(), slivers.visible(caller, name, allowed));
        return Version.of(version).showing(shown).answer(shown);
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.NODES)
    @PutMapping
    ResponseEntity<AllowedSlices> set(
            Caller caller,
            @PathVariable String name,
            IfMatch ifMatch,
            @RequestBody @Body(AllowList.class) JsonNode body) {
        JsonFields fields = JsonFields.of(body);
        List<String> slices = fields.texts("slices").orElse(List.of());
        InvalidInput.throwIfAny(fields.refuseOthers().errors());
        lists.set(caller, name, slices, ifMatch::require);
        return show(caller, name);
    }
}
