package org.lamella.web;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.lamella.access.Caller;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.outbox.Change;
import org.lamella.outbox.OutboxListener;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Tells open pages that something has changed, never what: they load their parts anew, with the reader's own rights. A
 * page hears only of what its reader may see: names tell, too.
 *
 * <p>Each page has a thread and a set of what it was not told yet. A slow reader slows nobody else, and its set is no
 * larger than the number of things there are.
 */
@Controller
class LiveUpdates implements OutboxListener {
    private static final int MOST_PAGES = 2_000;
    private static final Duration LIFETIME = Duration.ofMinutes(30);
    private static final Duration SILENCE = Duration.ofSeconds(20);

    private final Set<Reader> readers = ConcurrentHashMap.newKeySet();
    private final EventAudiences audiences;

    LiveUpdates(EventAudiences audiences) {
        this.audiences = audiences;
    }

    @Permitted(To.SIGNED_IN)
    @GetMapping(path = "/live", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    ResponseEntity<SseEmitter> live(Caller caller) {
        if (readers.size() >= MOST_PAGES) {
            return ResponseEntity.status(503).build();
        }
        Reader reader = new Reader(caller);
        readers.add(reader);
        Thread.ofVirtual().name("live").start(reader);
        return ResponseEntity.ok().header("X-Accel-Buffering", "no").body(reader.emitter);
    }

    @Override
    public void changed(Change change) {
        readers.forEach(reader -> reader.tell(change));
    }

    @EventListener(ContextClosedEvent.class)
    void stop() {
        readers.forEach(Reader::end);
    }

    private final class Reader implements Runnable {
        private final Caller caller;
        private final SseEmitter emitter = new SseEmitter(LIFETIME.toMillis());
        private final Set<Change> untold = new LinkedHashSet<>();
        private final Semaphore wake = new Semaphore(0);
        private volatile boolean ended;

        Reader(Caller caller) {
            this.caller = caller;
            emitter.onCompletion(this::end);
            emitter.onTimeout(this::end);
            emitter.onError(broken -> end());
        }

        void tell(Change change) {
            synchronized (untold) {
                untold.add(change);
            }
            wake.release();
        }

        void end() {
            ended = true;
            wake.release();
        }

        @Override
        public void run() {
            try {
                emitter.send(SseEmitter.event().comment("here"));
                while (!ended) {
                    if (wake.tryAcquire(SILENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                        wake.drainPermits();
                    }
                    sendUntold();
                }
                emitter.complete();
            } catch (IOException | IllegalStateException | DataAccessException | InterruptedException gone) {
                emitter.complete();
            } finally {
                readers.remove(this);
            }
        }

        private void sendUntold() throws IOException {
            Set<Change> now;
            synchronized (untold) {
                now = new LinkedHashSet<>(untold);
                untold.clear();
            }
            if (now.isEmpty()) {
                // A word now and then keeps proxies from cutting the stream and finds out who has gone.
                emitter.send(SseEmitter.event().comment("still here"));
            }
            for (Change change : now) {
                if (!audiences.maySee(caller, change)) {
                    continue;
                }
                emitter.send(SseEmitter.event().name("change").data(change.topic() + "/" + change.key()));
            }
        }
    }
}
