package org.lamella.slices;

import java.time.Instant;
import java.util.List;

/**
 * A slice that somebody has asked the PIs of a site for.
 *
 * @param name that it is to have
 * @param requester the mail address of whoever asks
 * @param words what was asked back, answered, and given as a reason, in the order of time
 */
record RequestedSlice(
        long id,
        String name,
        String site,
        String requester,
        String image,
        String description,
        String url,
        RequestState state,
        Instant createdAt,
        Instant changedAt,
        List<Words> words) {
    /** What something said is. */
    enum Kind {
        QUESTION,
        ANSWER,
        /** Of a rejection. */
        REASON
    }

    record Words(String author, Kind kind, String words, Instant at) {}

    RequestedSlice {
        words = List.copyOf(words);
    }

    /** What the policies about new slices are asked about. */
    SliceRequest wanted() {
        return new SliceRequest(name, image, description, url, Placement.NOWHERE);
    }

    RequestedSlice with(List<Words> said) {
        return new RequestedSlice(
                id, name, site, requester, image, description, url, state, createdAt, changedAt, said);
    }
}
