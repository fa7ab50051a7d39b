package org.lamella.agentlink;

import org.lamella.protocol.ConsoleQuestion;
import org.lamella.protocol.ConsoleText;
import org.lamella.protocol.Question;
import org.lamella.slivers.NodeConsoles;
import org.springframework.stereotype.Component;

/** Asks the node. */
@Component
class AskedConsoles implements NodeConsoles {
    /** More than a node keeps. */
    private static final int MOST = 512 * 1024;

    private final NodeQuestions questions;

    AskedConsoles(NodeQuestions questions) {
        this.questions = questions;
    }

    @Override
    public Printed on(String node, String slice, long from) {
        ConsoleText text = questions
                .ask(
                        node,
                        Question.newBuilder()
                                .setConsole(ConsoleQuestion.newBuilder()
                                        .setSlice(slice)
                                        .setFrom(from)
                                        .setMost(MOST)))
                .getConsole();
        return new Printed(text.getFrom(), text.getNext(), text.getText().toStringUtf8());
    }
}
