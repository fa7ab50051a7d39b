package org.lamella.web.events;

import java.util.HashSet;
import java.util.Set;
import org.lamella.web.Unavailable;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** The streams that are open, so many and no more: of each account, lest one takes the place of all, and of all. */
@Component
class OpenStreams {
    static final int MOST_OF_ACCOUNT = 20;
    static final int MOST = 1_000;

    private final Set<EventStream> open = new HashSet<>();

    /** @throws Unavailable when there are too many already */
    synchronized void begin(EventStream stream) {
        long ofAccount = open.stream()
                .filter(other -> other.accountId() == stream.accountId())
                .count();
        if (ofAccount >= MOST_OF_ACCOUNT) {
            throw new Unavailable("this account has " + ofAccount + " streams of events open, of " + MOST_OF_ACCOUNT
                    + " that it may have; close one first");
        }
        if (open.size() >= MOST) {
            throw new Unavailable("all " + MOST + " streams of events are taken; try again later");
        }
        open.add(stream);
        stream.begin(() -> end(stream));
    }

    @EventListener(ContextClosedEvent.class)
    synchronized void endAll() {
        open.forEach(EventStream::end);
    }

    private synchronized void end(EventStream stream) {
        open.remove(stream);
    }
}
