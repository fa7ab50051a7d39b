package org.lamella.agentlink;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.lamella.protocol.Answer;
import org.lamella.web.Unavailable;

/** The questions that one stream has been asked and has not answered. Their numbers mean nothing on any other stream. */
final class OpenQuestions {
    /** What a node answers at once; more would be refused there. */
    private static final int MOST = 8;

    private final AtomicLong numbers = new AtomicLong();
    private final Map<Long, CompletableFuture<Answer>> open = new ConcurrentHashMap<>();
    private volatile boolean cut;

    record Asked(long number, CompletableFuture<Answer> answer) {}

    /** @return empty when as many are open as the node answers at once */
    Optional<Asked> ask() {
        Asked asked = new Asked(numbers.incrementAndGet(), new CompletableFuture<>());
        open.put(asked.number(), asked.answer());
        if (open.size() > MOST) {
            open.remove(asked.number());
            return Optional.empty();
        }
        if (cut) {
            cut(); // it came between the end of the stream and whoever cleared up after it
        }
        return Optional.of(asked);
    }

    /** One that nobody waits for any more is dropped. */
    void answered(Answer answer) {
        CompletableFuture<Answer> asked = open.remove(answer.getQuestion());
        if (asked != null) {
            asked.complete(answer);
        }
    }

    void giveUp(Asked asked) {
        open.remove(asked.number());
    }

    /** The stream has ended. */
    void cut() {
        cut = true;
        open.values()
                .forEach(asked -> asked.completeExceptionally(
                        new Unavailable("the node's connection broke before it had answered; ask again")));
        open.clear();
    }
}
