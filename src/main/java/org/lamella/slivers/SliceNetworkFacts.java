package org.lamella.slivers;

import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** What the page of a slice shows of how its slivers are connected: see {@code slivers/network.html}. */
@Component
class SliceNetworkFacts {
    private final PublishedPorts ports;
    private final PortSettings settings;
    private final Peers peers;

    SliceNetworkFacts(PublishedPorts ports, PortSettings settings, Peers peers) {
        this.ports = ports;
        this.peers = peers;
        this.settings = settings;
    }

    /** @param slice one that the caller may see */
    void addTo(Model model, String slice) {
        model.addAttribute("ports", ports.ofSlice(slice));
        model.addAttribute("portSettings", settings);
        model.addAttribute("peers", peers.of(slice));
    }
}
