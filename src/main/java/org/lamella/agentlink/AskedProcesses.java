package org.lamella.agentlink;

import java.util.Optional;
import org.lamella.protocol.ProcessList;
import org.lamella.protocol.ProcessesQuestion;
import org.lamella.protocol.Question;
import org.lamella.slivers.NodeProcesses;
import org.springframework.stereotype.Component;

/** Asks the node. */
@Component
class AskedProcesses implements NodeProcesses {
    private static final double MILLIS = 1_000.0;

    private final NodeQuestions questions;

    AskedProcesses(NodeQuestions questions) {
        this.questions = questions;
    }

    @Override
    public Processes on(String node, Optional<String> slice) {
        ProcessList found = questions
                .ask(
                        node,
                        Question.newBuilder()
                                .setProcesses(ProcessesQuestion.newBuilder().setSlice(slice.orElse(""))))
                .getProcesses();
        // A node tells of one slice what was asked of it, and nothing else: it is shown to those who may see that one
        // alone.
        return new Processes(
                found.getProcessesList().stream()
                        .filter(process -> slice.isEmpty() || slice.get().equals(process.getSlice()))
                        .map(AskedProcesses::process)
                        .toList(),
                Integer.toUnsignedLong(found.getLeftOut()));
    }

    private static SliverProcess process(org.lamella.protocol.SliverProcess process) {
        return new SliverProcess(
                WireFormat.text(process.getSlice()),
                process.getPid(),
                process.getPidInside(),
                Integer.toUnsignedLong(process.getUidInside()),
                state(process.getState()),
                process.getCpuMillis() / MILLIS,
                process.getMemoryBytes(),
                WireFormat.since(process.getStartedMillis()),
                WireFormat.text(process.getCommand()));
    }

    /** The letters of proc(5). */
    private static String state(String letter) {
        return switch (letter) {
            case "R" -> "RUNNING";
            case "S" -> "SLEEPING";
            case "D" -> "WAITING";
            case "T" -> "STOPPED";
            case "t" -> "TRACED";
            case "Z" -> "ZOMBIE";
            case "I" -> "IDLE";
            default -> WireFormat.text(letter);
        };
    }
}
