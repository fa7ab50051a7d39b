package org.lamella.agent.context;

import java.util.Objects;
import org.lamella.agent.plan.DiskUse;

/**
 * How a sliver does that runs.
 *
 * @param note what is wanted of it and cannot be while it runs; empty where there is nothing
 * @param trouble what keeps it from working as it should; empty where nothing does
 * @param cores those that are its own, such as {@code 0-1,4}; empty: none
 */
public record Tended(String note, String trouble, DiskUse disk, String cores) {
    public static final Tended FINE = new Tended("", "", DiskUse.UNKNOWN, "");

    public Tended {
        Objects.requireNonNull(note);
        Objects.requireNonNull(trouble);
        Objects.requireNonNull(disk);
        Objects.requireNonNull(cores);
    }

    /** With what there is to say of something else, too. */
    Tended and(String alsoNote, String alsoTrouble) {
        return new Tended(joined(note, alsoNote), joined(trouble, alsoTrouble), disk, cores);
    }

    private static String joined(String one, String other) {
        return one.isEmpty() || other.isEmpty() ? one + other : one + "; " + other;
    }

    public Tended with(String otherNote) {
        return new Tended(otherNote, trouble, disk, cores);
    }

    Tended on(String own) {
        return new Tended(note, trouble, disk, own);
    }
}
