package org.lamella.agent.controllink;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.lamella.agent.console.Printed;
import org.lamella.agent.plan.SliceNames;
import org.lamella.agent.spectator.SliverProcess;
import org.lamella.protocol.Answer;
import org.lamella.protocol.ConsoleQuestion;
import org.lamella.protocol.ConsoleText;
import org.lamella.protocol.ProcessList;
import org.lamella.protocol.ProcessesQuestion;
import org.lamella.protocol.Question;

/** Finds the answers to questions, and puts them into messages that are never larger than the link allows. */
final class Answers {
    /** As agent.proto says it. */
    static final int LARGEST = 1 << 20;

    /** What lists may take of it. */
    private static final int ROOM = LARGEST - 4_096;
    /** The most that a message of a list takes beside its own bytes. */
    private static final int FRAMING = 8;

    private final Inquiries inquiries;

    Answers(Inquiries inquiries) {
        this.inquiries = inquiries;
    }

    /** Never throws: what goes wrong is an answer too. */
    Answer to(Question question) {
        Answer.Builder answer = Answer.newBuilder().setQuestion(question.getId());
        try {
            switch (question.getKindCase()) {
                case PROCESSES -> answer.setProcesses(processes(question.getProcesses()));
                case CONSOLE -> answer.setConsole(console(question.getConsole()));
                case WHO_SENT ->
                    answer.setSenders(NetworkFormat.senders(
                            inquiries.senders().who(NetworkFormat.question(question.getWhoSent()))));
                case KIND_NOT_SET -> answer.setRefused("this agent does not know the question; a newer one may");
            }
        } catch (IOException e) {
            answer.setRefused(e.getMessage() == null ? e.toString() : e.getMessage());
        } catch (RuntimeException e) {
            answer.setRefused("a defect of the agent: " + e);
        }
        Answer whole = answer.build();
        return whole.getSerializedSize() <= LARGEST
                ? whole
                : Answer.newBuilder()
                        .setQuestion(question.getId())
                        .setRefused("the answer would take " + whole.getSerializedSize() + " bytes, and " + LARGEST
                                + " are allowed")
                        .build();
    }

    private ConsoleText console(ConsoleQuestion question) throws IOException {
        Printed printed = inquiries
                .console()
                .read(known(question.getSlice()), question.getFrom(), Math.clamp(question.getMost(), 1, ROOM));
        return ConsoleText.newBuilder()
                .setFrom(printed.from())
                .setNext(printed.next())
                .setText(ByteString.copyFrom(printed.bytes()))
                .build();
    }

    private ProcessList processes(ProcessesQuestion question) throws IOException {
        Optional<String> slice =
                question.getSlice().isEmpty() ? Optional.empty() : Optional.of(known(question.getSlice()));
        List<SliverProcess> all = inquiries.spectator().processes(slice);
        ProcessList.Builder list = ProcessList.newBuilder();
        int room = ROOM;
        for (SliverProcess process : all) {
            org.lamella.protocol.SliverProcess message = process(process);
            room -= message.getSerializedSize() + FRAMING;
            if (room < 0) {
                break;
            }
            list.addProcesses(message);
        }
        return list.setLeftOut(all.size() - list.getProcessesCount()).build();
    }

    private static org.lamella.protocol.SliverProcess process(SliverProcess process) {
        return org.lamella.protocol.SliverProcess.newBuilder()
                .setSlice(SliceNames.ofNode(process.slice()))
                .setPid(process.pid())
                .setPidInside(process.pidInside())
                .setUidInside(process.uidInside())
                .setState(String.valueOf(process.state()))
                .setCpuMillis(process.cpuTime().toMillis())
                .setMemoryBytes(process.memoryBytes())
                .setStartedMillis(process.started().toEpochMilli())
                .setCommand(process.command())
                .build();
    }

    /** Not taken on trust: a name with a slash in it would be another control group. */
    private static String known(String slice) throws IOException {
        if (!SliceNames.areWellFormed(slice)) {
            throw new IOException("'" + slice + "' is no name that a slice can have");
        }
        return SliceNames.onNode(slice);
    }
}
