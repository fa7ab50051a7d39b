package org.lamella.slivers;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.lamella.web.NoSuchThing;

/** What the owner of a slice does with one of its slivers. */
enum SliverAction {
    START("started"),
    STOP("stopped"),
    /** What runs is asked to end, then it starts again. */
    RESTART("restarted"),
    /** All that runs stands still, and keeps its memory. */
    FREEZE("frozen"),
    THAW("thawed"),
    /** What runs is not asked, else as a restart. */
    RESET("reset"),
    /** It begins anew on an empty disk: its files are gone. */
    REBUILD("rebuilt");

    private final String done;

    SliverAction(String done) {
        this.done = done;
    }

    /** In any case of letters. */
    static Optional<SliverAction> find(String word) {
        return Arrays.stream(values())
                .filter(one -> one.name().equalsIgnoreCase(word))
                .findFirst();
    }

    /** @throws NoSuchThing when there is none */
    static SliverAction of(String word) {
        return find(word).orElseThrow(() -> new NoSuchThing("action", word));
    }

    /** As addresses and commands name it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** As the audit trail names it. */
    String audited() {
        return "sliver-" + done;
    }

    /** What has become of the sliver, for people. */
    String done() {
        return done;
    }
}
