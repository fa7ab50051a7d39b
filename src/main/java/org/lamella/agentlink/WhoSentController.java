package org.lamella.agentlink;

import org.lamella.access.Caller;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.web.Page;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Which slice sent a packet, by its node's log of connections. */
@RestController
@RequestMapping("/api/v1/nodes/{name}/who-sent")
class WhoSentController {
    private final WhoSent whoSent;

    WhoSentController(WhoSent whoSent) {
        this.whoSent = whoSent;
    }

    /**
     * Of {@code address} and {@code port}, from which the packet came, and of {@code at}, when it came, a minute more or less; any port
     * and now when they are left out. The newest first, at most 200.
     */
    @Permitted(To.SIGNED_IN)
    @GetMapping
    Page<WhoSent.Sending> ask(
            Caller caller,
            @PathVariable String name,
            @RequestParam(defaultValue = "") String address,
            @RequestParam(defaultValue = "") String port,
            @RequestParam(defaultValue = "") String at) {
        return new Page<>(whoSent.ask(caller, name, address, port, at), null);
    }
}
