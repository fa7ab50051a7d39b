package org.lamella.agent.plan;

import java.util.Objects;

/**
 * How a sliver begins.
 *
 * @param initscript a program, run as root inside the sliver each time that it starts; empty: none
 */
public record SliverLife(String initscript) {
    public static final SliverLife PLAIN = new SliverLife("");

    public SliverLife {
        Objects.requireNonNull(initscript);
    }
}
