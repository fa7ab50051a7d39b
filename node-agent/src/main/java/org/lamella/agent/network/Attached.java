package org.lamella.agent.network;

/** A sliver that has a link, or is about to. */
public record Attached(String slice, String address) {
    /** The node's end of its link. */
    public String link() {
        return VethName.of(slice);
    }

    String hardwareAddress() {
        return HardwareAddress.of(address);
    }
}
