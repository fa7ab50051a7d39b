package org.lamella.usage;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.stream.Collectors;
import org.lamella.access.Role;
import org.lamella.accounts.PeopleReader;
import org.lamella.mail.Mail;
import org.lamella.mail.Mails;
import org.lamella.slices.SliceReaders;
import org.lamella.web.PublicUrl;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Tells of promises that nodes did not keep: the members of each slice of its slivers, and the techs of each node's site of all on
 * that node; where the site has no tech, the admins.
 */
@Component
class PromiseMails {
    private static final String KIND = "promise-broken";

    private final Mails mails;
    private final SliceReaders slices;
    private final PeopleReader people;
    private final PublicUrl publicUrl;
    private final JdbcClient jdbc;

    PromiseMails(Mails mails, SliceReaders slices, PeopleReader people, PublicUrl publicUrl, JdbcClient jdbc) {
        this.mails = mails;
        this.slices = slices;
        this.people = people;
        this.publicUrl = publicUrl;
        this.jdbc = jdbc;
    }

    private record Sliver(String slice, String node) {}

    /** In the transaction that remembers that it was told. */
    void tell(List<Breach> breaches) {
        breaches.stream()
                .collect(Collectors.groupingBy(
                        breach -> new Sliver(breach.slice(), breach.node()), LinkedHashMap::new, Collectors.toList()))
                .forEach(this::tellMembers);
        breaches.stream()
                .collect(Collectors.groupingBy(Breach::node, LinkedHashMap::new, Collectors.toList()))
                .forEach(this::tellTechs);
    }

    private void tellMembers(Sliver sliver, List<Breach> breaches) {
        SliceReaders.Readers readers = slices.of(sliver.slice());
        String subject = "%s did not get all that is reserved for it on %s: %s"
                .formatted(sliver.slice(), sliver.node(), kinds(breaches));
        String text = """
                The node %s did not keep to your sliver of %s what is reserved for it:

                %s

                Those who look after the node are told, too. What it got in each five minutes: %s

                %s
                """.formatted(
                        sliver.node(),
                        sliver.slice(),
                        list(breaches, false),
                        publicUrl.of("/slices/" + sliver.slice() + "/slivers/" + sliver.node()),
                        more());
        send(readers.emails(), subject, text, readers.why());
    }

    private void tellTechs(String node, List<Breach> breaches) {
        Optional<String> of = site(node);
        if (of.isEmpty()) {
            return;
        }
        String site = of.get();
        List<String> techs = people.emailsOf(site, Role.TECH);
        String text = """
                The node %s did not give slivers what is reserved for them:

                %s

                Something else may use the node, its uplink may be slower than its cap says, or the cap was lowered below what is \
                reserved. What slivers got, and what is reserved: %s

                %s
                """.formatted(node, list(breaches, true), publicUrl.of("/nodes/" + node), more());
        send(
                techs.isEmpty() ? people.adminEmails() : techs,
                "%s did not keep its promises: %s".formatted(node, kinds(breaches)),
                text,
                techs.isEmpty()
                        ? "you are an admin, and the site of the node " + node + " has no tech"
                        : "you are a tech of " + site + ", where the node " + node + " is");
    }

    /** Empty when the node is gone. */
    private Optional<String> site(String node) {
        return jdbc.sql("select s.login_base from nodes n join sites s on s.id = n.site_id where n.name = ?")
                .param(node)
                .query(String.class)
                .optional();
    }

    private static String kinds(List<Breach> breaches) {
        SequencedSet<String> kinds = new LinkedHashSet<>();
        breaches.stream().map(Breach::kind).sorted().map(PromiseKind::words).forEach(kinds::add);
        return String.join(", ", kinds);
    }

    private static String list(List<Breach> breaches, boolean withSlice) {
        return breaches.stream()
                .map(breach -> (withSlice ? breach.slice() + ": " : "") + breach.words() + ".")
                .collect(Collectors.joining("\n\n"));
    }

    private static String more() {
        return "If it goes on, you are told the sum in %d hours, and not before."
                .formatted(BrokenPromises.BETWEEN_MAILS.toHours());
    }

    private void send(List<String> to, String subject, String text, String why) {
        to.stream()
                .filter(Mail::isAddress)
                .forEach(address -> mails.send(new Mail(address, subject, text, new Mail.Kind(KIND, why))));
    }
}
