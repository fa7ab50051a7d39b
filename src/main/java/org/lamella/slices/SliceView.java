package org.lamella.slices;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A slice as the API shows it to one caller.
 *
 * @param suspended whether somebody has stopped it; {@code stoppedReason} says who and why
 * @param stoppedReason all that stops it, in words; empty while it is to run
 * @param initscriptVersion grows with each change of the initscript; 0: it never had one
 * @param filesGoAt when the files of an expired slice go; null while it has not expired
 * @param members the mail addresses of its members
 * @param tags how many it has
 * @param may what the caller may do with it
 */
public record SliceView(
        String name,
        String site,
        Goal goal,
        SliceState state,
        boolean suspended,
        String stoppedReason,
        String image,
        String description,
        String url,
        long initscriptVersion,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant filesGoAt,
        List<String> members,
        int tags,
        long version,
        SliverTally slivers,
        List<SliceAction> may) {
    public SliceView {
        members = List.copyOf(members);
        may = List.copyOf(may);
    }

    public boolean may(String action) {
        return may.contains(SliceAction.valueOf(action));
    }

    /** Whether it lacks nothing that a renewal by somebody who is no admin asks for. */
    public boolean saysWhatItIsFor() {
        return !description.isBlank() && !url.isBlank();
    }
}
