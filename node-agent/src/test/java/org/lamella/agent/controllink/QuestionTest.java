package org.lamella.agent.controllink;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.lamella.agent.spectator.SliverProcess;
import org.lamella.protocol.Answer;
import org.lamella.protocol.ControlMessage;
import org.lamella.protocol.ProcessesQuestion;
import org.lamella.protocol.Question;

/** What the control plane asks, on the stream that carries plans and reports. */
class QuestionTest extends OnAStream {
    private static final int LIMIT_MILLIS = 20_000;

    @Test
    void answersWhatItIsAsked() throws InterruptedException {
        SliverProcess process = process(7, "nc -l");
        node.spectator = slice -> slice.equals(Optional.of("demo-a_b")) ? List.of(process) : List.of();
        ask(1, LIMIT_MILLIS, "demo.a_b");
        Answer answer = awaitAnswer();
        assertThat(answer.getQuestion()).isEqualTo(1);
        assertThat(answer.getProcesses().getLeftOut()).isZero();
        var sent = answer.getProcesses().getProcesses(0);
        assertThat(sent.getSlice()).isEqualTo("demo.a_b");
        assertThat(sent.getPid()).isEqualTo(7);
        assertThat(sent.getPidInside()).isEqualTo(2);
        assertThat(sent.getUidInside()).isEqualTo(33);
        assertThat(sent.getState()).isEqualTo("S");
        assertThat(sent.getCpuMillis()).isEqualTo(1_500);
        assertThat(sent.getMemoryBytes()).isEqualTo(4096);
        assertThat(sent.getStartedMillis()).isEqualTo(1_000);
        assertThat(sent.getCommand()).isEqualTo("nc -l");
    }

    @Test
    void saysWhyThereIsNoAnswer() throws InterruptedException {
        node.spectator = slice -> {
            throw new IOException("no such control group");
        };
        ask(1, LIMIT_MILLIS, "");
        assertThat(awaitAnswer().getRefused()).isEqualTo("no such control group");
        ask(2, LIMIT_MILLIS, "../escape");
        assertThat(awaitAnswer().getRefused()).contains("no name that a slice can have");
        stream.send(ControlMessage.newBuilder()
                .setQuestion(Question.newBuilder().setId(3).setLimitMillis(LIMIT_MILLIS))
                .build());
        assertThat(awaitAnswer().getRefused()).contains("does not know the question");
    }

    @Test
    void keepsAnAnswerWithinBounds() throws InterruptedException {
        List<SliverProcess> many =
                Collections.nCopies(9_000, process(1 << 22, "\u20ac".repeat(99) + "x".repeat(100) + "…"));
        node.spectator = slice -> many;
        ask(1, LIMIT_MILLIS, "");
        Answer answer = awaitAnswer();
        assertThat(answer.hasProcesses()).isTrue();
        assertThat(answer.getSerializedSize()).isLessThan(Answers.LARGEST);
        assertThat(answer.getProcesses().getProcessesCount()
                        + answer.getProcesses().getLeftOut())
                .isEqualTo(9_000);
    }

    @Test
    void letsSlowAnswersHoldUpNeitherHeartbeatsNorOtherQuestionsAndRefusesWhatIsTooMuch() throws InterruptedException {
        CountDownLatch slow = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        node.spectator = slice -> {
            if (slice.isPresent()) {
                return List.of();
            }
            asked.incrementAndGet();
            hold(slow);
            return List.of();
        };
        IntStream.range(1, Questions.MOST).forEach(id -> ask(id, LIMIT_MILLIS, ""));
        await().atMost(30, SECONDS).until(() -> asked.get() == Questions.MOST - 1);
        ask(50, LIMIT_MILLIS, "demo_a");
        assertThat(awaitAnswer().getQuestion()).isEqualTo(50);
        stream.heartbeats.clear();
        FakeControlPlane.await(stream.heartbeats, "heartbeat");

        ask(51, LIMIT_MILLIS, "");
        ask(52, LIMIT_MILLIS, "demo_a");
        Answer refusal = awaitAnswer();
        assertThat(refusal.getQuestion()).isEqualTo(52);
        assertThat(refusal.getRefused()).contains("8 questions at once");

        slow.countDown();
        Set<Long> answered = new HashSet<>();
        for (int i = 0; i < Questions.MOST; i++) {
            answered.add(awaitAnswer().getQuestion());
        }
        assertThat(answered).containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L, 6L, 7L, 51L);
        ask(53, LIMIT_MILLIS, "demo_a");
        assertThat(awaitAnswer().getQuestion()).isEqualTo(53);
    }

    @Test
    void dropsAnAnswerThatComesTooLate() throws InterruptedException {
        CountDownLatch slow = new CountDownLatch(1);
        node.spectator = slice -> {
            if (slice.isEmpty()) {
                hold(slow);
            }
            return List.of();
        };
        ask(1, 1, "");
        ask(2, LIMIT_MILLIS, "demo_a");
        assertThat(awaitAnswer().getQuestion()).isEqualTo(2);
        slow.countDown();
        ask(3, LIMIT_MILLIS, "demo_a");
        assertThat(awaitAnswer().getQuestion()).isEqualTo(3);
    }

    @Test
    void forgetsTheQuestionsOfAStreamThatHasEnded() throws InterruptedException {
        CountDownLatch interrupted = new CountDownLatch(1);
        node.spectator = slice -> {
            if (slice.isEmpty()) {
                try {
                    hold(new CountDownLatch(1));
                } finally {
                    interrupted.countDown();
                }
            }
            return List.of();
        };
        ask(1, LIMIT_MILLIS, "");
        stream.end();
        assertThat(interrupted.await(30, SECONDS)).isTrue();
        stream = controlPlane.awaitStream();
        stream.awaitReport();
        ask(1, LIMIT_MILLIS, "demo_a");
        assertThat(awaitAnswer().hasProcesses()).isTrue();
        assertThat(stream.answers).isEmpty();
    }

    private static void hold(CountDownLatch until) throws IOException {
        try {
            until.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private void ask(long id, int limitMillis, String slice) {
        stream.send(ControlMessage.newBuilder()
                .setQuestion(Question.newBuilder()
                        .setId(id)
                        .setLimitMillis(limitMillis)
                        .setProcesses(ProcessesQuestion.newBuilder().setSlice(slice)))
                .build());
    }

    private Answer awaitAnswer() throws InterruptedException {
        return FakeControlPlane.await(stream.answers, "answer");
    }

    private static SliverProcess process(long pid, String command) {
        return new SliverProcess(
                "demo-a_b", pid, 2, 33, 'S', Duration.ofMillis(1_500), 4096, Instant.ofEpochSecond(1), command);
    }
}
