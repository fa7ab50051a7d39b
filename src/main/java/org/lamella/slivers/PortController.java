package org.lamella.slivers;

import org.jspecify.annotations.Nullable;
import org.lamella.access.Caller;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.access.Scope;
import org.lamella.web.Body;
import org.lamella.web.InvalidInput;
import org.lamella.web.JsonFields;
import org.lamella.web.Page;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Ports of nodes that lead to a slice's slivers. */
@RestController
@RequestMapping("/api/v1/slices/{slice}/ports")
class PortController {
    private final PortService ports;

    /**
     * @param node the node; every node of the slice when it is left out
     * @param protocol {@code tcp}, which it is when it is left out, or {@code udp}
     * @param port the sliver's port, or the first of them
     * @param count how many in a row; 1 when it is left out
     * @param nodePort the node's port, or the first of them; the lowest that are free when it is left out
     */
    record NewPort(
            @Nullable String node,
            @Nullable String protocol,
            int port,
            @Nullable Integer count,
            @Nullable Integer nodePort) {}

    PortController(PortService ports) {
        this.ports = ports;
    }

    /** The first 500, in the order of nodes and ports: there is never a second page. */
    @Permitted(To.SIGNED_IN)
    @GetMapping
    Page<PublishedPort> list(Caller caller, @PathVariable String slice) {
        return new Page<>(ports.of(caller, slice), null);
    }

    /** Answers with what was published, a port on each node. When one node refuses, none of them does it. */
    @Permitted(value = To.SIGNED_IN, scope = Scope.SLICES)
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Page<PublishedPort> publish(
            Caller caller, @PathVariable String slice, @RequestBody @Body(NewPort.class) JsonNode body) {
        JsonFields fields = JsonFields.of(body);
        PortRequest request = new PortRequest(
                fields.text("node"),
                fields.text("protocol").orElse("tcp"),
                fields.integer("port").orElse(0),
                fields.integer("count").orElse(1),
                fields.integer("nodePort"));
        InvalidInput.throwIfAny(fields.refuseOthers().errors());
        return new Page<>(ports.publish(caller, slice, request), null);
    }

    /** {@code port} is the node, its first port, and the protocol: {@code node1:20000:tcp}. What runs over it is cut. */
    @Permitted(value = To.SIGNED_IN, scope = Scope.SLICES)
    @DeleteMapping("/{port}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void withdraw(Caller caller, @PathVariable String slice, @PathVariable String port) {
        ports.withdraw(caller, slice, PortName.parse(port));
    }
}
