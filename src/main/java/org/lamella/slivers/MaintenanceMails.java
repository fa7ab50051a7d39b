package org.lamella.slivers;

import java.util.List;
import org.lamella.mail.Mail;
import org.lamella.mail.Mails;
import org.lamella.nodes.MaintenanceAnnounced;
import org.lamella.nodes.MaintenanceCalledOff;
import org.lamella.nodes.MaintenanceWindow;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Tells the members of the slices that are on a node when somebody will work on it, and when that is called off. */
@Component
class MaintenanceMails {
    private final Mails mails;
    private final JdbcClient jdbc;

    /** @param slices those of theirs that are on the node, in words */
    private record Reader(String email, String slices) {}

    MaintenanceMails(Mails mails, JdbcClient jdbc) {
        this.mails = mails;
        this.jdbc = jdbc;
    }

    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    void on(MaintenanceAnnounced announced) {
        readers(announced.nodeId()).forEach(reader -> mails.send(mail(announced, reader)));
    }

    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    void on(MaintenanceCalledOff calledOff) {
        readers(calledOff.nodeId()).forEach(reader -> mails.send(mail(calledOff, reader)));
    }

    private List<Reader> readers(long nodeId) {
        return jdbc.sql("""
                        select a.email, string_agg(s.name, ', ' order by s.name) as slices
                        from slivers v
                          join slices s on s.id = v.slice_id
                          join slice_members m on m.slice_id = s.id
                          join accounts a on a.id = m.account_id
                        where v.node_id = ? and v.goal <> 'ABSENT' and a.enabled
                        group by a.email order by a.email""").param(nodeId).query(Reader.class).list();
    }

    private static Mail mail(MaintenanceAnnounced announced, Reader reader) {
        MaintenanceWindow window = announced.window();
        String node = announced.name().text();
        return new Mail(
                reader.email(),
                "Maintenance of " + node + " from " + window.from(),
                """
                Somebody will work on the node %s, on which you have slivers of %s.

                 from   %s
                 until  %s
                 why    %s
                 who    %s

                In that time the node takes no new slivers, and those that are there may stop for a while.""".formatted(node, reader.slices(), window.from(), window.until(), window.reason(), window.by()),
                new Mail.Kind("node-maintenance", "you are a member of a slice on the node " + node));
    }

    private static Mail mail(MaintenanceCalledOff calledOff, Reader reader) {
        MaintenanceWindow window = calledOff.window();
        String node = calledOff.name().text();
        return new Mail(
                reader.email(),
                "No maintenance of " + node + " from " + window.from(),
                """
                The maintenance of the node %s, on which you have slivers of %s, was called off by %s.

                 from   %s
                 until  %s
                 why    %s

                If it had begun, it is over.""".formatted(node, reader.slices(), calledOff.by(), window.from(), window.until(), window.reason()),
                new Mail.Kind("node-maintenance-off", "you are a member of a slice on the node " + node));
    }
}
