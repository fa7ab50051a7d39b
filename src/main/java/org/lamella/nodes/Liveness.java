package org.lamella.nodes;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.lamella.audit.Actor;
import org.lamella.audit.AuditTrail;
import org.lamella.outbox.Outbox;
import org.lamella.outbox.Topic;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.data.domain.Limit;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Notices the nodes that have gone silent. Nothing on them is touched: they go on alone. */
@Component
public class Liveness {
    private static final int MISSED_HEARTBEATS = 3;
    /** A look is due every heartbeat; one that is late by less is no sign of deafness. */
    private static final int MISSED_LOOKS = 2;

    private static final int AT_ONCE = 200;

    private final Nodes nodes;
    private final AgentSettings settings;
    private final JdbcClient jdbc;
    private final Outbox outbox;
    private final AuditTrail audit;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private Instant lastLook = Instant.EPOCH;
    private Instant hearingSince = Instant.EPOCH;

    Liveness(
            Nodes nodes,
            AgentSettings settings,
            JdbcClient jdbc,
            Outbox outbox,
            AuditTrail audit,
            ApplicationEventPublisher events,
            Clock clock) {
        this.nodes = nodes;
        this.settings = settings;
        this.jdbc = jdbc;
        this.outbox = outbox;
        this.audit = audit;
        this.events = events;
        this.clock = clock;
    }

    /** Notes that these nodes were heard of just now, in one statement that locks in the order of {@link PlanNumbers}. */
    @Transactional
    public void heard(Set<Long> nodeIds) {
        jdbc.sql("""
                        with ready as (
                          select id from nodes where id = any(:ids) and state = 'READY' order by id for update)
                        update nodes n set last_heartbeat = :now from ready where n.id = ready.id""")
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("ids", nodeIds.toArray(Long[]::new))
                .update();
    }

    /** Every replica may do this: a node's row lock lets one of them find it silent. */
    @Scheduled(fixedDelayString = "${lamella.agents.heartbeat:5s}")
    @Transactional
    public void markTheSilent() {
        Instant now = clock.instant();
        Instant before = now.minus(settings.heartbeat().multipliedBy(MISSED_HEARTBEATS));
        if (hearingSince(now).isAfter(before)) {
            return;
        }
        List<Long> silent = nodes.silentSince(before, Limit.of(AT_ONCE));
        if (silent.isEmpty()) {
            return;
        }
        for (Node node : nodes.lockAll(silent)) {
            node.silent(before, now).ifPresent(lastHeard -> {
                events.publishEvent(new NodeUnreachable(node.id(), node.name(), lastHeard));
                outbox.append(Topic.PLAN, node.name().text());
                outbox.append(Topic.NODE, node.name().text());
                audit.record(
                        Actor.SYSTEM, "node-unreachable", "node", node.name().text(), "last heard of at " + lastHeard);
            });
        }
    }

    /** Silence counts only while there was somebody to hear: not while this replica was down, or without its database. */
    private synchronized Instant hearingSince(Instant now) {
        boolean wasDeaf = now.isBefore(lastLook)
                || now.isAfter(lastLook.plus(settings.heartbeat().multipliedBy(MISSED_LOOKS)));
        if (wasDeaf) {
            hearingSince = now;
        }
        lastLook = now;
        return hearingSince;
    }
}
