package org.lamella.outbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.lamella.database.DedicatedConnections;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * The one dispatcher of a replica: follows the outbox and tells the listeners.
 *
 * <p>Three ways lead here, the fast ones being hints for the sure one:
 *
 * <ul>
 *   <li>a commit of this replica is told at once, from memory;
 *   <li>a commit of another replica comes by NOTIFY, sent from this one place and coalesced, because NOTIFY takes a
 *       lock over the whole server at commit;
 *   <li>every second, and after either hint, the table is read.
 * </ul>
 *
 * <p>Reading by id alone would miss rows: ids are given before commit, so a lower id can become visible later. Rows are
 * therefore read in the order of (transaction, id), and only below the oldest transaction still running.
 */
@Component
class OutboxTail implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(OutboxTail.class);
    private static final String CHANNEL = "lamella_outbox";
    private static final int BATCH = 500;
    private static final long POLL_MILLIS = 1_000;

    private final JdbcClient jdbc;
    private final OutboxRows rows;
    private final OutboxLog announcements;
    private final DedicatedConnections connections;
    private final ObjectProvider<OutboxListener> listeners;
    private final ConcurrentLinkedQueue<Change> committedHere = new ConcurrentLinkedQueue<>();
    private final Semaphore wake = new Semaphore(0);
    private volatile boolean running;
    private Thread tailThread;
    private Thread listenThread;
    private Position position;

    OutboxTail(
            JdbcClient jdbc,
            OutboxRows rows,
            OutboxLog announcements,
            DedicatedConnections connections,
            ObjectProvider<OutboxListener> listeners) {
        this.jdbc = jdbc;
        this.rows = rows;
        this.announcements = announcements;
        this.connections = connections;
        this.listeners = listeners;
    }

    void committedHere(Change change) {
        committedHere.add(change);
        wake.release();
    }

    @Override
    public void start() {
        running = true;
        tailThread = Thread.ofPlatform().name("outbox-tail").start(this::tail);
        listenThread = Thread.ofPlatform().name("outbox-listen").start(this::listen);
    }

    @Override
    public void stop() {
        running = false;
        tailThread.interrupt();
        listenThread.interrupt();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void tail() {
        while (running) {
            try {
                wake.tryAcquire(POLL_MILLIS, TimeUnit.MILLISECONDS);
                wake.drainPermits();
                tellLocal();
                tellCommitted();
            } catch (InterruptedException e) {
                return;
            } catch (DataAccessException | TransactionException e) {
                log.warn("the outbox cannot be read now, going on in a second: {}", e.getMessage());
            }
        }
    }

    private void tellLocal() {
        Set<Change> changes = new LinkedHashSet<>();
        for (Change change = committedHere.poll(); change != null; change = committedHere.poll()) {
            changes.add(change);
        }
        if (!changes.isEmpty()) {
            changes.forEach(this::tell);
            jdbc.sql("select pg_notify(?, '')").param(CHANNEL).query().listOfRows();
        }
    }

    private void tellCommitted() {
        Position complete = rows.complete();
        if (position == null) {
            position = complete;
        }
        List<OutboxRows.Row> read;
        do {
            read = rows.between(position, complete, BATCH);
            List<Announcement> announced = OutboxLog.announcements(read);
            Position next = read.size() < BATCH ? complete : read.getLast().position();
            announcements.grow(position, announced, next);
            announced.stream().map(Announcement::change).distinct().forEach(this::tell);
            position = next;
        } while (read.size() == BATCH);
    }

    /** What one listener does wrong must not cost the others, nor this replica its only dispatcher. */
    private void tell(Change change) {
        listeners.orderedStream().forEach(listener -> {
            try {
                listener.changed(change);
            } catch (RuntimeException e) {
                log.error("a listener failed on {}, which it must not", change, e);
            }
        });
    }

    /** Turns notifications into wake-ups. A lost connection costs only speed: the poll goes on. */
    private void listen() {
        while (running) {
            try (Connection connection = connections.open("lamella outbox");
                    var statement = connection.createStatement()) {
                statement.execute("listen " + CHANNEL);
                PGConnection postgres = connection.unwrap(PGConnection.class);
                while (running) {
                    if (postgres.getNotifications(10_000).length > 0) {
                        wake.release();
                    }
                }
            } catch (SQLException e) {
                log.debug("not listening for notifications: {}", e.getMessage());
                pause();
            }
        }
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            running = false;
        }
    }
}
