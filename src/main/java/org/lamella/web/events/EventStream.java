package org.lamella.web.events;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.lamella.access.Caller;
import org.lamella.outbox.Announcement;
import org.lamella.outbox.Announcements;
import org.lamella.outbox.Change;
import org.lamella.outbox.OutboxLog;
import org.lamella.outbox.Position;
import org.lamella.outbox.Topic;
import org.lamella.web.EventAudiences;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter.SseEventBuilder;

/**
 * One reader of events, with a thread of its own: a slow one slows nobody else, and holds no events but those that it is
 * just sent. It ends after a while, and the client comes back where it was, with the rights that it has then.
 */
final class EventStream {
    private static final Duration LIFETIME = Duration.ofMinutes(5);
    private static final Duration SILENCE = Duration.ofSeconds(15);
    private static final int BATCH = 200;

    private final SseEmitter emitter =
            new SseEmitter(LIFETIME.plus(SILENCE).plus(SILENCE).toMillis());
    private final Caller caller;
    private final OutboxLog log;
    private final EventAudiences audiences;
    private Position position;
    private Thread thread;

    /** What is said of a change: never more than that it was. */
    private record Event(Topic topic, String key, Instant at) {}

    /** What was missed is not known any more: read everything anew. */
    private record Reset(String reason) {}

    EventStream(Caller caller, Position position, OutboxLog log, EventAudiences audiences) {
        this.caller = caller;
        this.position = position;
        this.log = log;
        this.audiences = audiences;
    }

    SseEmitter emitter() {
        return emitter;
    }

    long accountId() {
        return caller.accountId();
    }

    /** @param whenEnded is called once, however it ends */
    void begin(Runnable whenEnded) {
        thread = Thread.ofVirtual().name("events").unstarted(() -> run(whenEnded));
        emitter.onCompletion(this::end);
        emitter.onTimeout(this::end);
        emitter.onError(broken -> end());
        thread.start();
    }

    void end() {
        thread.interrupt();
    }

    private void run(Runnable whenEnded) {
        try {
            if (log.keeps(position)) {
                sayWhereItIs("here");
            } else {
                reset();
            }
            long end = System.nanoTime() + LIFETIME.toNanos();
            while (System.nanoTime() < end) {
                goOn();
            }
            emitter.complete();
        } catch (IOException | IllegalStateException | InterruptedException gone) {
            emitter.complete();
        } catch (DataAccessException | TransactionException broken) {
            // The client comes back where it was; until the database does, it is told so.
            emitter.complete();
        } finally {
            whenEnded.run();
        }
    }

    private void goOn() throws IOException, InterruptedException {
        Optional<Announcements> next = log.after(position, BATCH);
        if (next.isEmpty()) {
            reset();
            return;
        }
        send(next.get());
        position = next.get().upTo();
        if (next.get().all().isEmpty() && !log.await(position, SILENCE)) {
            sayWhereItIs("still here");
        }
    }

    private void send(Announcements announcements) throws IOException {
        Map<Change, Boolean> visible = new HashMap<>();
        for (Announcement announcement : announcements.all()) {
            Change change = announcement.change();
            if (visible.computeIfAbsent(change, asked -> audiences.maySee(caller, asked))) {
                emitter.send(event(announcement.position(), "change")
                        .data(new Event(change.topic(), change.key(), announcement.at())));
            }
        }
    }

    private void reset() throws IOException {
        position = log.now();
        emitter.send(event(position, "reset")
                .data(new Reset("what was missed is older than what is kept; read everything anew")));
    }

    /**
     * Keeps proxies from cutting the stream, finds out who has gone, and moves the client on past what it may not hear of:
     * an event without data is none, but its id counts.
     */
    private void sayWhereItIs(String comment) throws IOException {
        emitter.send(SseEmitter.event().id(position.text()).comment(comment));
    }

    private static SseEventBuilder event(Position position, String name) {
        return SseEmitter.event().id(position.text()).name(name);
    }
}
