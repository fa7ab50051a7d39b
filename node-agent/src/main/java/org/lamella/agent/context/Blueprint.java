package org.lamella.agent.context;

import java.util.Objects;
import org.lamella.agent.storage.Image;

/**
 * All that the steps must know to build one context.
 *
 * @param address the sliver's IPv4 address
 * @param initscript a program to be run at the start; empty: none
 */
record Blueprint(String slice, long incarnation, Image image, String address, String initscript) {
    Blueprint {
        Objects.requireNonNull(slice);
        Objects.requireNonNull(image);
        Objects.requireNonNull(address);
        Objects.requireNonNull(initscript);
    }

    /** Host names have no underscores; slice names always do. */
    String hostname() {
        return slice.replace('_', '-');
    }
}
