package org.lamella.agent.network;

/**
 * What a sliver has sent that was dropped since its link was made, for it bore another sender than the sliver.
 *
 * @param packets with a foreign IPv4 or hardware address, or of IPv6, which slivers have none of
 * @param arp claims of somebody else's address
 */
public record Spoofs(long packets, long arp) {
    public static final Spoofs NONE = new Spoofs(0, 0);
}
