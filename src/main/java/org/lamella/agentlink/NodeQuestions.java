package org.lamella.agentlink;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.lamella.protocol.Answer;
import org.lamella.protocol.Question;
import org.lamella.web.Unavailable;
import org.springframework.stereotype.Component;

/**
 * Asks nodes what is not kept here. A question goes down the stream that this replica holds of the node; it is answered on
 * the same stream, or not at all when that ends.
 */
@Component
class NodeQuestions {
    /** Shorter than what a person waits before they try again. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private final NodeStreams streams;

    NodeQuestions(NodeStreams streams) {
        this.streams = streams;
    }

    /**
     * Blocks until the node has answered. Not to be called within a transaction, which would hold its connection meanwhile.
     *
     * @param question only its kind; number and limit are set here
     * @return never a refusal
     * @throws Unavailable with the reason when there is no answer: the node holds no stream to this replica, takes nothing
     *     more, does not answer in time, goes away, or refuses in its own words
     */
    Answer ask(String node, Question.Builder question) {
        NodeStream stream = streams.of(node)
                .orElseThrow(() -> new Unavailable("the node " + node + " is not connected to this control plane now"));
        OpenQuestions.Asked asked = stream.questions()
                .ask()
                .orElseThrow(
                        () -> new Unavailable("the node " + node + " has more questions open than it answers at once"));
        try {
            stream.send(question.setId(asked.number())
                    .setLimitMillis((int) PATIENCE.toMillis())
                    .build());
            Answer answer = asked.answer().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (answer.getKindCase() == Answer.KindCase.REFUSED) {
                throw new Unavailable("the node " + node + " says: " + WireFormat.text(answer.getRefused()));
            }
            return answer;
        } catch (TimeoutException e) {
            throw new Unavailable("the node " + node + " did not answer within " + PATIENCE.toSeconds() + " s");
        } catch (ExecutionException e) {
            throw new Unavailable(e.getCause().getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unavailable("this control plane is stopping");
        } finally {
            stream.questions().giveUp(asked);
        }
    }
}
