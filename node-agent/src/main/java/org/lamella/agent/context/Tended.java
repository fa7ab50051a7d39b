package org.lamella.agent.context;

import java.util.Objects;
import org.lamella.agent.plan.Awaited;
import org.lamella.agent.plan.DiskUse;

/**
 * How a sliver does that runs.
 *
 * @param note what else there is to say of it; empty where there is nothing
 * @param trouble what keeps it from working as it should; empty where nothing does
 * @param awaited what is wanted of it and is not in force
 * @param cores those that are its own, such as {@code 0-1,4}; empty: none
 */
public record Tended(String note, String trouble, Awaited awaited, DiskUse disk, String cores) {
    public static final Tended FINE = new Tended("", "", Awaited.NOTHING, DiskUse.UNKNOWN, "");

    public Tended {
        Objects.requireNonNull(note);
        Objects.requireNonNull(trouble);
        Objects.requireNonNull(awaited);
        Objects.requireNonNull(disk);
        Objects.requireNonNull(cores);
    }

    /** With what there is to say of something else, too. */
    Tended and(String alsoNote, String alsoTrouble) {
        return new Tended(joined(note, alsoNote), joined(trouble, alsoTrouble), awaited, disk, cores);
    }

    private static String joined(String one, String other) {
        return one.isEmpty() || other.isEmpty() ? one + other : one + "; " + other;
    }

    public Tended with(String otherNote) {
        return new Tended(otherNote, trouble, awaited, disk, cores);
    }

    Tended awaiting(Awaited more) {
        return new Tended(note, trouble, awaited.and(more), disk, cores);
    }

    Tended on(String own) {
        return new Tended(note, trouble, awaited, disk, own);
    }
}
