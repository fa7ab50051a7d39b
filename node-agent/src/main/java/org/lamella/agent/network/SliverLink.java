package org.lamella.agent.network;

import java.util.Objects;

/** A sliver's link as the node sees it. */
public record SliverLink(String address, Spoofs spoofs) {
    /** Of a sliver that has none, or before it was looked at. */
    public static final SliverLink NONE = new SliverLink("", Spoofs.NONE);

    public SliverLink {
        Objects.requireNonNull(address);
        Objects.requireNonNull(spoofs);
    }
}
