package org.lamella.nodes;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.lamella.access.Caller;
import org.lamella.audit.AuditTrail;
import org.lamella.audit.Difference;
import org.lamella.web.FieldError;
import org.lamella.web.InvalidInput;
import org.lamella.web.NoSuchThing;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The maintenance windows of nodes that have not ended. */
@Component
public class Maintenance {
    private static final int MOST_OF_A_NODE = 50;
    private static final Duration LONGEST = Duration.ofDays(90);
    private static final String WINDOWS = """
            select node_id, id, starts_at, ends_at, reason, planned_by from maintenance_windows
            where node_id = any(?) and ends_at > ? order by starts_at""";

    private final NodeService nodes;
    private final JdbcClient jdbc;
    private final AuditTrail audit;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Maintenance(NodeService nodes, JdbcClient jdbc, AuditTrail audit, ApplicationEventPublisher events, Clock clock) {
        this.nodes = nodes;
        this.jdbc = jdbc;
        this.audit = audit;
        this.events = events;
        this.clock = clock;
    }

    /**
     * @param seen is told the version that is changed, and throws when it is not the one that the caller has seen
     * @throws InvalidInput with everything that is wrong; a conflict when it overlaps with another window
     */
    @Transactional
    public MaintenanceWindow plan(
            Caller caller, String name, Instant from, Instant until, String reason, LongConsumer seen) {
        List<FieldError> errors = new ArrayList<>(Reasons.objections(reason));
        timeObjection(from, until).ifPresent(errors::add);
        InvalidInput.throwIfAny(errors);
        Node node = nodes.lockFor(caller, name, "plan its maintenance", seen);
        List<MaintenanceWindow> others = of(List.of(node.id())).get(node.id());
        refuseBeside(others, name, from, until);
        long id = jdbc.sql("""
                        insert into maintenance_windows (node_id, starts_at, ends_at, reason, planned_by)
                        values (?, ?, ?, ?, ?) returning id""")
                .params(node.id(), utc(from), utc(until), reason.strip(), caller.email())
                .query(Long.class)
                .single();
        var window = new MaintenanceWindow(id, from, until, reason.strip(), caller.email());
        audit.record("maintenance-planned", "node", name, "", Difference.made(facts(window)));
        events.publishEvent(new MaintenanceAnnounced(node.id(), node.name(), window));
        nodes.changed(node);
        return window;
    }

    private Optional<FieldError> timeObjection(Instant from, Instant until) {
        if (!until.isAfter(from)) {
            return Optional.of(FieldError.invalid("until", until + " is not after " + from));
        }
        if (!until.isAfter(clock.instant())) {
            return Optional.of(FieldError.invalid("until", until + " is over already"));
        }
        return Duration.between(from, until).compareTo(LONGEST) > 0
                ? Optional.of(FieldError.invalid(
                        "until",
                        "a window lasts at most " + LONGEST.toDays() + " days; drain the node for longer than that"))
                : Optional.empty();
    }

    /** The schema refuses overlaps as well; under the node's lock it has nothing left to refuse. */
    private static void refuseBeside(List<MaintenanceWindow> others, String name, Instant from, Instant until) {
        if (others.size() >= MOST_OF_A_NODE) {
            throw new InvalidInput(List.of(FieldError.taken(
                    "from", name + " has " + others.size() + " windows to come, the most there can be")));
        }
        InvalidInput.throwIfAny(others.stream()
                .filter(other -> from.isBefore(other.until()) && other.from().isBefore(until))
                .map(other -> FieldError.taken(
                        "from",
                        "overlaps with the window from " + other.from() + " to " + other.until() + " of " + name + ": "
                                + other.reason()))
                .toList());
    }

    /**
     * Calls a window off, or ends it early.
     *
     * @param seen is told the version that is changed, and throws when it is not the one that the caller has seen
     */
    @Transactional
    public void cancel(Caller caller, String name, long id, LongConsumer seen) {
        Node node = nodes.lockFor(caller, name, "call its maintenance off", seen);
        MaintenanceWindow window = of(List.of(node.id())).get(node.id()).stream()
                .filter(candidate -> candidate.id() == id)
                .findFirst()
                .orElseThrow(() -> new NoSuchThing("maintenance window of " + name, Long.toString(id)));
        jdbc.sql("delete from maintenance_windows where id = ?").param(id).update();
        audit.record("maintenance-cancelled", "node", name, "", Difference.gone(facts(window)));
        events.publishEvent(new MaintenanceCalledOff(node.id(), node.name(), window, caller.email()));
        nodes.changed(node);
    }

    /** @return the windows of each of these nodes that have not ended, by its id, the next one first */
    @Transactional(readOnly = true)
    public Map<Long, List<MaintenanceWindow>> of(Collection<Long> nodeIds) {
        Map<Long, List<MaintenanceWindow>> windows = new HashMap<>();
        nodeIds.forEach(id -> windows.put(id, new ArrayList<>()));
        jdbc.sql(WINDOWS)
                .params(nodeIds.toArray(Long[]::new), utc(clock.instant()))
                .query(row -> {
                    windows.get(row.getLong("node_id"))
                            .add(new MaintenanceWindow(
                                    row.getLong("id"),
                                    row.getObject("starts_at", OffsetDateTime.class)
                                            .toInstant(),
                                    row.getObject("ends_at", OffsetDateTime.class)
                                            .toInstant(),
                                    row.getString("reason"),
                                    row.getString("planned_by")));
                });
        return windows;
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }

    private static Map<String, ?> facts(MaintenanceWindow window) {
        return Map.of("from", window.from().toString(), "until", window.until().toString(), "reason", window.reason());
    }
}
