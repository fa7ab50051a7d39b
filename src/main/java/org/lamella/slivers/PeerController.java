package org.lamella.slivers;

import org.lamella.access.Caller;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.access.Scope;
import org.lamella.web.Page;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Slices that a slice lets reach the addresses of its slivers, on nodes that both are on. */
@RestController
@RequestMapping("/api/v1/slices/{slice}/peers")
class PeerController {
    private final Peers peers;

    PeerController(Peers peers) {
        this.peers = peers;
    }

    /** All of them: there is never a second page. */
    @Permitted(To.SIGNED_IN)
    @GetMapping
    Page<Peers.Peer> list(Caller caller, @PathVariable String slice) {
        return new Page<>(peers.of(caller, slice), null);
    }

    /** In force when that slice lets this one, too. Whether there is such a slice is not told. */
    @Permitted(value = To.SIGNED_IN, scope = Scope.SLICES)
    @PutMapping("/{peer}")
    Page<Peers.Peer> let(Caller caller, @PathVariable String slice, @PathVariable String peer) {
        peers.let(caller, slice, peer);
        return new Page<>(peers.of(caller, slice), null);
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.SLICES)
    @DeleteMapping("/{peer}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void bar(Caller caller, @PathVariable String slice, @PathVariable String peer) {
        peers.bar(caller, slice, peer);
    }
}
