package org.lamella.slivers;

import jakarta.servlet.http.HttpServletResponse;
import org.lamella.access.Caller;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.access.Scope;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The forms for peers and for addresses on the page of a slice. */
@Controller
@RequestMapping("/slices/{name}")
class PeerPages {
    private final Peers peers;
    private final AddressService addresses;
    private final SlicePage page;

    PeerPages(Peers peers, AddressService addresses, SlicePage page) {
        this.peers = peers;
        this.addresses = addresses;
        this.page = page;
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.SLICES)
    @PostMapping("/peers")
    String let(
            Caller caller,
            @PathVariable String name,
            @RequestParam String peer,
            HttpServletResponse response,
            Model model) {
        model.addAttribute("peer", peer);
        return page.after(caller, name, response, model, () -> peers.let(caller, name, peer.strip()));
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.SLICES)
    @PostMapping("/peers/{peer}/bar")
    String bar(Caller caller, @PathVariable String name, @PathVariable String peer) {
        peers.bar(caller, name, peer);
        return "redirect:/slices/" + name;
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.SLICES)
    @PostMapping("/address")
    String address(
            Caller caller,
            @PathVariable String name,
            @RequestParam String node,
            @RequestParam(defaultValue = "") String address,
            HttpServletResponse response,
            Model model) {
        model.addAttribute("addressOn", node);
        model.addAttribute("address", address);
        return page.after(caller, name, response, model, () -> addresses.choose(caller, name, node, address.strip()));
    }
}
