package org.lamella.reservations;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lamella.access.Caller;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.access.Scope;
import org.lamella.nodes.NodeService;
import org.lamella.web.Body;
import org.lamella.web.IfMatch;
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

/** How the uplink of a node is bounded as a whole. */
@RestController
@RequestMapping("/api/v1/nodes/{name}/uplink")
class UplinkController {
    private final UplinkEdits edits;
    private final Uplinks uplinks;
    private final NodeService nodes;

    /**
     * @param capBits a second, of all slivers together in each direction; 0, or left out: not bounded
     * @param exempt IPv4 destinations as CIDR, for which neither that nor the slivers' ceilings hold; none unless said
     */
    record NewUplink(@Nullable Long capBits, @Nullable List<String> exempt) {}

    UplinkController(UplinkEdits edits, Uplinks uplinks, NodeService nodes) {
        this.edits = edits;
        this.uplinks = uplinks;
        this.nodes = nodes;
    }

    /** The tag is of the node's version, read first: bounds that are newer than their tag refuse a change, never lose one. */
    @Permitted(To.SIGNED_IN)
    @GetMapping
    ResponseEntity<Uplink> show(@PathVariable String name) {
        var node = nodes.get(name);
        Uplink uplink = uplinks.of(node.id());
        return Version.of(node.version()).showing(uplink).answer(uplink);
    }

    /** By an admin. What can be reserved of the node's network is what the cap says; without one, nothing. */
    @Permitted(value = To.SIGNED_IN, scope = Scope.NODES)
    @PutMapping
    ResponseEntity<Uplink> bound(
            Caller caller,
            @PathVariable String name,
            IfMatch ifMatch,
            @RequestBody @Body(NewUplink.class) JsonNode body) {
        JsonFields fields = JsonFields.of(body);
        Uplink wanted = new Uplink(
                fields.longInteger("capBits").orElse(0L), fields.texts("exempt").orElse(List.of()));
        edits.bound(caller, name, wanted, fields.refuseOthers().errors(), ifMatch::require);
        return show(name);
    }
}
