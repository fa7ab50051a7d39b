package org.lamella.agent.plan;

import java.util.Objects;

/**
 * How a sliver begins, and how often it was begun anew. The two numbers are wishes and not orders: a context that was
 * made under a lower one is made again, once, however often the plan arrives and whoever reads it.
 *
 * @param initscript a program, run as root inside the sliver each time that it starts; empty: none
 * @param firstInitscript a program, run before that at the first start on a new disk; empty: none
 * @param restarts how often it was wanted restarted: its processes are asked to end first
 * @param resets how often it was wanted reset: its processes are not asked
 * @param frozen whether its processes are to stand still
 */
public record SliverLife(String initscript, String firstInitscript, long restarts, long resets, boolean frozen) {
    public static final SliverLife PLAIN = new SliverLife("");

    public SliverLife {
        initscript = Objects.requireNonNullElse(initscript, "");
        // Plans that were saved by an older agent do not have all parts.
        firstInitscript = Objects.requireNonNullElse(firstInitscript, "");
    }

    public SliverLife(String initscript) {
        this(initscript, "", 0, 0, false);
    }
}
