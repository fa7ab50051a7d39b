package org.lamella.agent.controllink;

import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.lamella.protocol.Answer;
import org.lamella.protocol.NodeMessage;
import org.lamella.protocol.Question;

/**
 * The questions of one stream. Each is answered on a thread of its own, so that none holds up the stream; what is ready
 * waits here for the one thread that sends. A place is taken until the answer is sent, so answers cannot pile up.
 */
final class Questions implements AutoCloseable {
    /** So many at once, of 1 MiB each at most. */
    static final int MOST = 8;

    private record Ready(Answer answer, long deadline) {}

    private final Answers answers;
    private final Runnable whenReady;
    private final AtomicInteger places = new AtomicInteger(MOST);
    private final Queue<Ready> ready = new ConcurrentLinkedQueue<>();
    private final Set<Thread> busy = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** @param whenReady called when there is something to send; must return at once */
    Questions(Answers answers, Runnable whenReady) {
        this.answers = answers;
        this.whenReady = whenReady;
    }

    /** Returns at once. */
    void ask(Question question) {
        long deadline =
                System.nanoTime() + Duration.ofMillis(question.getLimitMillis()).toNanos();
        if (places.getAndDecrement() > 0) {
            Thread answering =
                    Thread.ofVirtual().name("question-" + question.getId()).unstarted(() -> answer(question, deadline));
            busy.add(answering);
            answering.start();
            return;
        }
        // One more small message, which the asker's own bound on open questions keeps few.
        put(
                Answer.newBuilder()
                        .setQuestion(question.getId())
                        .setRefused("the node answers " + MOST + " questions at once, and as many are open")
                        .build(),
                deadline);
    }

    /** The next answer to send, if one is ready that somebody still waits for. */
    Optional<NodeMessage> next() {
        for (Ready next = ready.poll(); next != null; next = ready.poll()) {
            places.incrementAndGet();
            if (next.deadline() - System.nanoTime() > 0) {
                return Optional.of(
                        NodeMessage.newBuilder().setAnswer(next.answer()).build());
            }
        }
        return Optional.empty();
    }

    /** The stream has ended: nobody waits any more. */
    @Override
    public void close() {
        closed = true;
        busy.forEach(Thread::interrupt);
        ready.clear();
    }

    private void answer(Question question, long deadline) {
        try {
            put(answers.to(question), deadline);
        } finally {
            busy.remove(Thread.currentThread());
        }
    }

    private void put(Answer answer, long deadline) {
        if (!closed) {
            ready.add(new Ready(answer, deadline));
            whenReady.run();
        }
    }
}
