package org.lamella.slivers;

import org.lamella.mail.Mail;
import org.lamella.mail.Mails;
import org.lamella.slices.SliceReaders;
import org.lamella.web.PublicUrl;
import org.springframework.stereotype.Component;

/** Tells the members of a slice that a sliver of theirs was reset, and what they can do; without members the PIs of its site. */
@Component
class ResetMails {
    private final Mails mails;
    private final SliceReaders slices;
    private final PublicUrl publicUrl;

    ResetMails(Mails mails, SliceReaders slices, PublicUrl publicUrl) {
        this.mails = mails;
        this.slices = slices;
        this.publicUrl = publicUrl;
    }

    void tell(MemoryReset reset) {
        SliceReaders.Readers readers = slices.of(reset.slice());
        String subject = reset.slice() + " was reset on " + reset.node() + ": the node was short of memory";
        String processes = reset.processes().isEmpty() ? "(not known)" : ResetWords.processes(reset, "\n ");
        String text = """
                The node %s was short of memory and has reset your sliver of %s, which used more beyond what is \
                guaranteed to it than any other: all its processes were ended, and it was started again. Its files are as \
                they were.

                 when             %s
                 the sliver used  %s
                 guaranteed       %s
                 the node had     %s

                Its largest processes, with their numbers inside the sliver:

                 %s

                Memory is shared by all slivers of a node, and only what is reserved is sure. To keep this from happening \
                again, let it use less, choose a node with more, or ask a PI of your site to have memory reserved for it: a \
                sliver within its guarantee is never reset.

                If it is reset again within the hour, no other mail is sent; the slice's page has all of it: %s
                """.formatted(
                        reset.node(),
                        reset.slice(),
                        reset.at(),
                        ResetWords.bytes(reset.usedBytes()),
                        ResetWords.guaranteed(reset),
                        ResetWords.left(reset),
                        processes,
                        publicUrl.of("/slices/" + reset.slice()));
        readers.emails()
                .forEach(address -> mails.send(
                        new Mail(address, subject, text, new Mail.Kind("sliver-reset-for-memory", readers.why()))));
    }
}
