package org.lamella.slivers;

import java.util.List;
import org.lamella.mail.Mail;
import org.lamella.mail.Mails;
import org.lamella.web.PublicUrl;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Tells the members of a slice that a sliver of theirs was reset, and what they can do; without members the PIs of its site. */
@Component
class ResetMails {
    private static final String MEMBERS = """
            select a.email from slices s
              join slice_members m on m.slice_id = s.id join accounts a on a.id = m.account_id
            where s.name = ? and a.enabled order by a.email""";
    private static final String PIS = """
            select distinct a.email from slices s
              join site_roles r on r.site_id = s.site_id and r.role = 'PI' join accounts a on a.id = r.account_id
            where s.name = ? and a.enabled order by a.email""";

    private final Mails mails;
    private final PublicUrl publicUrl;
    private final JdbcClient jdbc;

    ResetMails(Mails mails, PublicUrl publicUrl, JdbcClient jdbc) {
        this.mails = mails;
        this.publicUrl = publicUrl;
        this.jdbc = jdbc;
    }

    void tell(MemoryReset reset) {
        List<String> members = addresses(MEMBERS, reset.slice());
        if (members.isEmpty()) {
            send(
                    reset,
                    addresses(PIS, reset.slice()),
                    "you are a PI of its site, and the slice " + reset.slice() + " has no member");
        } else {
            send(reset, members, "you are a member of the slice " + reset.slice());
        }
    }

    private List<String> addresses(String query, String slice) {
        return jdbc.sql(query).param(slice).query(String.class).list().stream()
                .filter(Mail::isAddress)
                .toList();
    }

    private void send(MemoryReset reset, List<String> to, String why) {
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
        to.forEach(
                address -> mails.send(new Mail(address, subject, text, new Mail.Kind("sliver-reset-for-memory", why))));
    }
}
