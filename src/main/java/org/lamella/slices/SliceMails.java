package org.lamella.slices;

import java.time.Instant;
import java.util.List;
import org.lamella.mail.Mail;
import org.lamella.web.PublicUrl;
import org.springframework.stereotype.Component;

/** Tells the members of a slice by mail what has become of it and why; when it has none, the PIs of its site. */
@Component
class SliceMails {
    private final SliceReaders readers;
    private final Post post;
    private final PublicUrl publicUrl;

    SliceMails(SliceReaders readers, Post post, PublicUrl publicUrl) {
        this.readers = readers;
        this.post = post;
        this.publicUrl = publicUrl;
    }

    void expires(Slice slice) {
        send(slice, "slice-expires", "expires at " + slice.expiresAt(), """
                The slice %s expires at %s. Its slivers stop then; their files are kept for %d days more, and then they are \
                gone.

                To keep it, renew it: %s
                """.formatted(
                        slice.name(), slice.expiresAt(), keptDays(), address(slice)));
    }

    void expired(Slice slice, Instant goes) {
        send(slice, "slice-expired", "has expired", """
                The slice %s has expired at %s: nobody renewed it. Its slivers were stopped. Their files are kept until %s; \
                then the slice is deleted, and they are gone for good.

                To have it back as it was, renew it before: %s
                """.formatted(
                        slice.name(), slice.expiresAt(), goes, address(slice)));
    }

    void ended(Slice slice) {
        send(slice, "slice-deleted", "is deleted", """
                The slice %s is deleted with all its files: it expired at %s and was not renewed in the %d days after.
                """.formatted(slice.name(), slice.expiresAt(), keptDays()));
    }

    void suspended(Slice slice, String by, String reason) {
        send(slice, "slice-suspended", "is suspended", """
                %s has suspended the slice %s. Its slivers were stopped, their files are kept.

                The reason given: %s

                %s
                """.formatted(by, slice.name(), reason, address(slice)));
    }

    void resumed(Slice slice, String by) {
        String now = slice.stoppedReason().isEmpty()
                ? "Its slivers start again."
                : "It stays stopped all the same: " + slice.stoppedReason() + ".";
        send(slice, "slice-resumed", "is resumed", """
                %s has ended the suspension of the slice %s. %s

                %s
                """.formatted(by, slice.name(), now, address(slice)));
    }

    void added(Slice slice, String by, String member) {
        post.send(
                List.of(member),
                "You are a member of the slice " + slice.name(),
                """
                %s has made you a member of the slice %s: you may get into its slivers, change it and renew it.

                %s
                """.formatted(by, slice.name(), address(slice)),
                new Mail.Kind("slice-member-added", "you were made a member of the slice " + slice.name()));
    }

    private void send(Slice slice, String kind, String what, String text) {
        SliceReaders.Readers to = readers.of(slice);
        post.send(to.emails(), "The slice " + slice.name() + " " + what, text, new Mail.Kind(kind, to.why()));
    }

    private static long keptDays() {
        return Lifetime.FILES_KEPT.toDays();
    }

    private String address(Slice slice) {
        return publicUrl.of("/slices/" + slice.name());
    }
}
