package org.lamella.agentlink;

import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.lamella.protocol.Answer;
import org.lamella.protocol.ConsoleText;
import org.lamella.protocol.ControlMessage;
import org.lamella.protocol.Heartbeat;
import org.lamella.protocol.HeldImage;
import org.lamella.protocol.Hello;
import org.lamella.protocol.ImagesHeld;
import org.lamella.protocol.LinkGrpc;
import org.lamella.protocol.MemoryReset;
import org.lamella.protocol.MemoryResets;
import org.lamella.protocol.NodeMessage;
import org.lamella.protocol.NodePlan;
import org.lamella.protocol.NodeReport;
import org.lamella.protocol.OpenSession;
import org.lamella.protocol.ProcessList;
import org.lamella.protocol.Question;
import org.lamella.protocol.SliverAwaits;
import org.lamella.protocol.SliverGoal;
import org.lamella.protocol.SliverPlan;
import org.lamella.protocol.SliverProcess;
import org.lamella.protocol.SliverReport;
import org.lamella.protocol.SliverState;
import org.lamella.protocol.SshLogin;
import org.lamella.protocol.SshLogins;
import org.lamella.protocol.UsageWindow;
import org.lamella.protocol.Welcome;

/** One Attach stream of a {@link ScriptedAgent}: keeps everything that it was sent. */
public final class AgentStream {
    private final String node;
    private final List<ControlMessage> received = new CopyOnWriteArrayList<>();
    private final StreamObserver<NodeMessage> up;
    private volatile ClientCallStreamObserver<NodeMessage> reader;
    private volatile boolean reading = true;
    private volatile Status end;

    AgentStream(String node, LinkGrpc.LinkStub stub) {
        this.node = node;
        this.up = stub.attach(new Recorder());
    }

    private final class Recorder implements ClientResponseObserver<NodeMessage, ControlMessage> {
        @Override
        public void beforeStart(ClientCallStreamObserver<NodeMessage> call) {
            reader = call;
            call.disableAutoRequestWithInitial(1);
        }

        @Override
        public void onNext(ControlMessage message) {
            received.add(message);
            if (reading) {
                reader.request(1);
            }
        }

        @Override
        public void onError(Throwable failure) {
            end = Status.fromThrowable(failure);
        }

        @Override
        public void onCompleted() {
            end = Status.OK;
        }
    }

    public String node() {
        return node;
    }

    void hello(long generationHeld) {
        send(NodeMessage.newBuilder()
                .setHello(Hello.newBuilder().setHost(ScriptedAgent.HOST).setGenerationHeld(generationHeld)));
    }

    void heartbeat(long generationApplied) {
        send(NodeMessage.newBuilder().setHeartbeat(Heartbeat.newBuilder().setGenerationApplied(generationApplied)));
    }

    void logins(SshLogin... logins) {
        send(NodeMessage.newBuilder().setLogins(SshLogins.newBuilder().addAllLogins(List.of(logins))));
    }

    /** Says that slivers of these slices were reset, by those ids. */
    void resets(MemoryReset... resets) {
        send(NodeMessage.newBuilder().setResets(MemoryResets.newBuilder().addAllResets(List.of(resets))));
    }

    void awaitStoredResets(String... ids) {
        await().until(() -> received.stream()
                .anyMatch(message -> message.getResetsStored().getIdsList().equals(List.of(ids))));
    }

    /** Waits until the control plane says that it has stored this. */
    void awaitStored(SshLogin login) {
        await().until(() -> received.stream()
                .anyMatch(message -> message.getLoginsStored().getLoginsList().contains(login)));
    }

    /** Tells a window of usage and waits until the control plane wants to hear no more of it. */
    public void tellUsage(UsageWindow window) {
        long before = usageStored(window);
        send(NodeMessage.newBuilder().setUsage(window));
        await().until(() -> usageStored(window) > before);
    }

    private long usageStored(UsageWindow window) {
        return received.stream()
                .filter(ControlMessage::hasUsageStored)
                .filter(message -> message.getUsageStored().getBeganMillis() == window.getBeganMillis())
                .count();
    }

    /** A slice's sliver in the newest plan. */
    public SliverPlan planned(String slice) {
        return plans().getLast().getSliversList().stream()
                .filter(sliver -> sliver.getSlice().equals(slice))
                .findFirst()
                .orElseThrow();
    }

    /** The incarnation of a slice's sliver in the newest plan. */
    public long incarnation(String slice) {
        return planned(slice).getIncarnation();
    }

    void report(NodeReport report) {
        send(NodeMessage.newBuilder().setReport(report));
    }

    /** Says that the node holds one image, which shares some of its files with others. */
    public void holdImage(String name, String source) {
        send(NodeMessage.newBuilder()
                .setImages(ImagesHeld.newBuilder()
                        .setAloneFiles(300)
                        .setAloneBytes(3L << 20)
                        .setHeldFiles(200)
                        .setHeldBytes(2L << 20)
                        .addImages(HeldImage.newBuilder()
                                .setName(name)
                                .setSource(source)
                                .setDigest("sha256:" + "1".repeat(64))
                                .setFiles(100)
                                .setBytes(1L << 20))));
    }

    /** Reports that the newest plan received is dealt with and all of its slivers are in this state. */
    public void reportAll(SliverState state, String reason) {
        reportAll(state, reason, (sliver, report) -> {});
    }

    /** @param more what else the report says of a sliver */
    private void reportAll(SliverState state, String reason, BiConsumer<SliverPlan, SliverReport.Builder> more) {
        NodePlan plan = plans().getLast();
        NodeReport.Builder whole = NodeReport.newBuilder()
                .setGenerationApplied(plan.getGeneration())
                .setWhole(true);
        for (SliverPlan sliver : plan.getSliversList()) {
            SliverReport.Builder one = seen(sliver, plan.getGeneration(), state, reason).toBuilder();
            more.accept(sliver, one);
            whole.addSlivers(one);
        }
        report(whole.build());
    }

    /** Reports one sliver as it was in an older plan. */
    public void report(SliverPlan old, String reason) {
        report(NodeReport.newBuilder()
                .setGenerationApplied(old.getGeneration())
                .addSlivers(seen(old, old.getGeneration(), SliverState.SLIVER_STATE_RUNNING, reason))
                .build());
    }

    /** All run, and stand still. */
    public void reportAllFrozen() {
        reportAll(SliverState.SLIVER_STATE_RUNNING, "", (sliver, report) -> report.setFrozen(true));
    }

    /** All run, and of each it is said what it awaits. */
    public void reportAllAwaiting(SliverAwaits awaits) {
        reportAll(SliverState.SLIVER_STATE_RUNNING, awaits.getWords(), (sliver, report) -> report.setAwaits(awaits));
    }

    /** All run, those of the named slices on cores of their own. */
    public void reportAllRunningOn(Map<String, String> cores) {
        reportAll(
                SliverState.SLIVER_STATE_RUNNING,
                "",
                (sliver, report) -> report.setCores(cores.getOrDefault(sliver.getSlice(), "")));
    }

    /** Answers the question of that place, which asks for processes, with one each of two slices. */
    public void answerWithTwoProcesses(int place) {
        answer(Answer.newBuilder()
                .setQuestion(awaitQuestion(place).getId())
                .setProcesses(ProcessList.newBuilder()
                        .addProcesses(process("demo_b", "idle", 0))
                        .addProcesses(process("demo_a", "busy", 61_500))
                        .setLeftOut(3)));
    }

    /** Answers the question of that place, which asks what a sliver has printed. */
    public void answerWithConsole(int place, long from, String text) {
        ByteString bytes = ByteString.copyFromUtf8(text);
        answer(Answer.newBuilder()
                .setQuestion(awaitQuestion(place).getId())
                .setConsole(ConsoleText.newBuilder()
                        .setFrom(from)
                        .setNext(from + bytes.size())
                        .setText(bytes)));
    }

    public long askedForConsoleFrom(int place) {
        return awaitQuestion(place).getConsole().getFrom();
    }

    /** The slice that the question of that place is about; empty: all. */
    public String askedForProcessesOf(int place) {
        return awaitQuestion(place).getProcesses().getSlice();
    }

    private static SliverProcess process(String slice, String command, long cpuMillis) {
        return SliverProcess.newBuilder()
                .setSlice(slice)
                .setPid(4711)
                .setPidInside(12)
                .setState("S")
                .setCpuMillis(cpuMillis)
                .setMemoryBytes(5 << 20)
                .setStartedMillis(1_000)
                .setCommand(command)
                .build();
    }

    public void reportAllRunning() {
        reportAll(SliverState.SLIVER_STATE_RUNNING, "");
    }

    /** Waits for a plan with so many slivers and reports all of it as running. */
    public void runAll(int slivers) {
        awaitPlan(slivers);
        reportAllRunning();
    }

    static SliverReport seen(SliverPlan sliver, long generation, SliverState state, String reason) {
        return SliverReport.newBuilder()
                .setSlice(sliver.getSlice())
                .setIncarnation(sliver.getIncarnation())
                .setState(state)
                .setReason(reason)
                .setGenerationApplied(generation)
                .setImageDigest("sha256:0a")
                .build();
    }

    Welcome awaitWelcome() {
        await().until(() -> !received.isEmpty());
        return received.getFirst().getWelcome();
    }

    /** The newest plan, once it has so many slivers. */
    NodePlan awaitPlan(int slivers) {
        await().until(() -> !plans().isEmpty() && plans().getLast().getSliversCount() == slivers);
        return plans().getLast();
    }

    /** Waits for a plan with so many slivers, all of which have this goal. */
    public void awaitGoals(int slivers, SliverGoal goal) {
        await().until(() -> !plans().isEmpty()
                && plans().getLast().getSliversCount() == slivers
                && plans().getLast().getSliversList().stream().allMatch(sliver -> sliver.getGoal() == goal));
    }

    /** The image of the only sliver of the newest plan. */
    public String image() {
        return plans().getLast().getSlivers(0).getImage();
    }

    /** Waits for a plan that has this initscript for its only sliver. */
    public void awaitInitscript(String text) {
        await().until(() -> plans().getLast().getSlivers(0).getInitscript().equals(text));
    }

    /** Takes one more message at most, until {@link #readOn}; the connection's window fills up. */
    void stopReading() {
        reading = false;
    }

    void readOn() {
        reading = true;
        reader.request(1);
    }

    /** Waits until there is something to report on. */
    public void awaitPlan() {
        await().until(() -> !plans().isEmpty() && plans().getLast().getSliversCount() > 0);
    }

    public void awaitEmptyPlan() {
        awaitPlan(0);
    }

    OpenSession awaitSession() {
        await().until(() -> sessions().findFirst().isPresent());
        return sessions().reduce((first, second) -> second).orElseThrow();
    }

    /** The question of that place, the first being 0. */
    Question awaitQuestion(int place) {
        await().until(() -> questions().size() > place);
        return questions().get(place);
    }

    List<Question> questions() {
        return received.stream()
                .filter(ControlMessage::hasQuestion)
                .map(ControlMessage::getQuestion)
                .toList();
    }

    void answer(Answer.Builder answer) {
        send(NodeMessage.newBuilder().setAnswer(answer));
    }

    void awaitClosedSession(String id) {
        await().until(() -> wasClosed(id));
    }

    boolean wasClosed(String session) {
        return received.stream()
                .anyMatch(message -> message.getCloseSession().getSessionId().equals(session));
    }

    /** How the control plane ended the stream. */
    Status awaitEnd() {
        await().until(() -> end != null);
        return end;
    }

    public Status.Code awaitEndCode() {
        return awaitEnd().getCode();
    }

    /** How it was ended; null while it is open. */
    public Status end() {
        return end;
    }

    public boolean isOpen() {
        return end == null;
    }

    public List<NodePlan> plans() {
        return received.stream()
                .filter(ControlMessage::hasPlan)
                .map(ControlMessage::getPlan)
                .toList();
    }

    List<ControlMessage> received() {
        return List.copyOf(received);
    }

    void complete() {
        up.onCompleted();
    }

    private Stream<OpenSession> sessions() {
        return received.stream().filter(ControlMessage::hasOpenSession).map(ControlMessage::getOpenSession);
    }

    /** One at a time: a stream is not for two threads, and tests report from many. */
    private synchronized void send(NodeMessage.Builder message) {
        up.onNext(message.build());
    }
}
