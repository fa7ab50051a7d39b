package org.lamella.agentlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lamella.protocol.Answer;
import org.lamella.protocol.NodeReport;
import org.lamella.protocol.ProcessList;
import org.lamella.protocol.ProcessesQuestion;
import org.lamella.protocol.Question;
import org.lamella.protocol.SliverProcess;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.Rest;
import org.lamella.web.Unavailable;
import org.springframework.beans.factory.annotation.Autowired;

/** What is asked of a node, over its real stream. */
@ControlPlaneTest
class QuestionTest {
    @Autowired
    private Rest rest;

    @Autowired
    private Agents agents;

    @Autowired
    private NodeQuestions questions;

    private final ExecutorService askers = Executors.newVirtualThreadPerTaskExecutor();
    private AgentStream stream;

    @BeforeEach
    void aNodeIsConnected() {
        stream = agents.ready("node1");
    }

    @AfterEach
    void stop() {
        askers.shutdownNow();
    }

    @Test
    void bringsEachAnswerToWhoAsked() {
        CompletableFuture<Answer> first = ask("node1", "demo_a");
        Question one = stream.awaitQuestion(0);
        CompletableFuture<Answer> second = ask("node1", "demo_b");
        Question two = stream.awaitQuestion(1);
        assertThat(one.getProcesses().getSlice()).isEqualTo("demo_a");
        assertThat(one.getLimitMillis()).isEqualTo(5_000);
        stream.answer(processes(two, 22));
        stream.answer(processes(one, 11));
        assertThat(first.join().getProcesses().getProcesses(0).getPid()).isEqualTo(11);
        assertThat(second.join().getProcesses().getProcesses(0).getPid()).isEqualTo(22);
    }

    @Test
    void refusesInWordsWhereThereIsNoAnswer() {
        assertRefused(ask("node9", ""), "the node node9 is not connected to this control plane now");

        CompletableFuture<Answer> refused = ask("node1", "");
        stream.answer(
                Answer.newBuilder().setQuestion(stream.awaitQuestion(0).getId()).setRefused("no such control group"));
        assertRefused(refused, "the node node1 says: no such control group");

        CompletableFuture<Answer> silent = ask("node1", "");
        Question late = stream.awaitQuestion(1);
        assertRefused(silent, "the node node1 did not answer within 5 s");
        stream.answer(processes(late, 1));
        CompletableFuture<Answer> next = ask("node1", "");
        stream.answer(processes(stream.awaitQuestion(2), 2));
        assertThat(next.join().getProcesses().getProcesses(0).getPid()).isEqualTo(2);
    }

    @Test
    void letsGoOfWhatAnEndedStreamWasAsked() {
        CompletableFuture<Answer> cut = ask("node1", "");
        stream.awaitQuestion(0);
        stream.complete();
        assertRefused(cut, "the node's connection broke before it had answered; ask again");
        await().untilAsserted(() ->
                assertRefused(ask("node1", ""), "the node node1 is not connected to this control plane now"));
    }

    @Test
    void letsNoOtherNodeAnswer() {
        AgentStream other = agents.ready("node2");
        CompletableFuture<Answer> asked = ask("node1", "");
        Question question = stream.awaitQuestion(0);
        other.answer(processes(question, 666));
        CompletableFuture<Answer> ofTheOther = ask("node2", "");
        other.answer(processes(other.awaitQuestion(0), 2));
        assertThat(ofTheOther.join().hasProcesses()).isTrue();
        assertThat(asked).isNotDone();
        stream.answer(processes(question, 1));
        assertThat(asked.join().getProcesses().getProcesses(0).getPid()).isEqualTo(1);
    }

    @Test
    void asksNoMoreThanANodeAnswersAtOnceAndGoesOnWithTheStreamMeanwhile() {
        List<CompletableFuture<Answer>> open = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            open.add(ask("node1", ""));
            stream.awaitQuestion(i);
        }
        assertRefused(ask("node1", ""), "the node node1 has more questions open than it answers at once");
        stream.report(
                NodeReport.newBuilder().setGenerationApplied(0).setWhole(true).build());
        await().until(() -> rest.get("/api/v1/nodes/node1")
                .json()
                .path("state")
                .stringValue()
                .equals("READY"));
        assertThat(stream.isOpen()).isTrue();
        stream.questions().forEach(question -> stream.answer(processes(question, 1)));
        assertThat(open)
                .allSatisfy(answer -> assertThat(answer.join().hasProcesses()).isTrue());
    }

    private CompletableFuture<Answer> ask(String node, String slice) {
        return CompletableFuture.supplyAsync(
                () -> questions.ask(
                        node,
                        Question.newBuilder()
                                .setProcesses(ProcessesQuestion.newBuilder().setSlice(slice))),
                askers);
    }

    private static Answer.Builder processes(Question question, long pid) {
        return Answer.newBuilder()
                .setQuestion(question.getId())
                .setProcesses(ProcessList.newBuilder()
                        .addProcesses(SliverProcess.newBuilder().setPid(pid)));
    }

    private static void assertRefused(CompletableFuture<Answer> asked, String words) {
        assertThatThrownBy(asked::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOf(Unavailable.class)
                .hasMessage(words);
    }
}
