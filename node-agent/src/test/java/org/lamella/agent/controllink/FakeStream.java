package org.lamella.agent.controllink;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.lamella.protocol.Answer;
import org.lamella.protocol.ControlMessage;
import org.lamella.protocol.Hello;
import org.lamella.protocol.ImagesHeld;
import org.lamella.protocol.MemoryResets;
import org.lamella.protocol.MemoryResetsStored;
import org.lamella.protocol.NodeMessage;
import org.lamella.protocol.NodePlan;
import org.lamella.protocol.NodeReport;
import org.lamella.protocol.OpenSession;
import org.lamella.protocol.SshLogins;
import org.lamella.protocol.SshLoginsStored;
import org.lamella.protocol.UsageStored;
import org.lamella.protocol.UsageWindow;
import org.lamella.protocol.Welcome;

/** The control plane's end of one Attach stream. */
final class FakeStream implements StreamObserver<NodeMessage> {
    final X509Certificate certificate;
    final BlockingQueue<Hello> hellos = new LinkedBlockingQueue<>();
    final BlockingQueue<NodeReport> reports = new LinkedBlockingQueue<>();
    final BlockingQueue<Long> heartbeats = new LinkedBlockingQueue<>();
    final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
    private final List<ImagesHeld> images = new CopyOnWriteArrayList<>();
    final BlockingQueue<SshLogins> logins = new LinkedBlockingQueue<>();
    final BlockingQueue<MemoryResets> resets = new LinkedBlockingQueue<>();
    final BlockingQueue<UsageWindow> usage = new LinkedBlockingQueue<>();
    final CountDownLatch ended = new CountDownLatch(1);
    private final ServerCallStreamObserver<ControlMessage> down;

    FakeStream(X509Certificate certificate, ServerCallStreamObserver<ControlMessage> down) {
        this.certificate = certificate;
        this.down = down;
    }

    @Override
    public void onNext(NodeMessage message) {
        switch (message.getKindCase()) {
            case HELLO -> hellos.add(message.getHello());
            case REPORT -> reports.add(message.getReport());
            case HEARTBEAT -> heartbeats.add(message.getHeartbeat().getGenerationApplied());
            case IMAGES -> images.add(message.getImages());
            case LOGINS -> logins.add(message.getLogins());
            case RESETS -> resets.add(message.getResets());
            case USAGE -> usage.add(message.getUsage());
            case ANSWER -> answers.add(message.getAnswer());
            case KIND_NOT_SET -> throw new AssertionError("an empty message");
        }
    }

    @Override
    public void onError(Throwable failure) {
        ended.countDown();
    }

    @Override
    public void onCompleted() {
        ended.countDown();
    }

    /** What was said of the node's images, each time. */
    List<ImagesHeld> images() {
        return images;
    }

    Hello awaitHello() throws InterruptedException {
        return FakeControlPlane.await(hellos, "hello");
    }

    NodeReport awaitReport() throws InterruptedException {
        return FakeControlPlane.await(reports, "report");
    }

    void welcome(int heartbeatMillis) {
        send(ControlMessage.newBuilder()
                .setWelcome(Welcome.newBuilder()
                        .setNode(FakeControlPlane.NODE)
                        .setHeartbeatMillis(heartbeatMillis)
                        .setNowMillis(System.currentTimeMillis()))
                .build());
    }

    void plan(NodePlan plan) {
        send(ControlMessage.newBuilder().setPlan(plan).build());
    }

    void open(String session, String... command) {
        send(ControlMessage.newBuilder()
                .setOpenSession(OpenSession.newBuilder()
                        .setSessionId(session)
                        .setSlice("demo_hello")
                        .addAllCommand(List.of(command)))
                .build());
    }

    void stored(SshLogins told) {
        send(ControlMessage.newBuilder()
                .setLoginsStored(SshLoginsStored.newBuilder().addAllLogins(told.getLoginsList()))
                .build());
    }

    void stored(MemoryResets told) {
        MemoryResetsStored.Builder stored = MemoryResetsStored.newBuilder();
        told.getResetsList().forEach(reset -> stored.addIds(reset.getId()));
        send(ControlMessage.newBuilder().setResetsStored(stored).build());
    }

    void usageStored(UsageWindow told) {
        send(ControlMessage.newBuilder()
                .setUsageStored(UsageStored.newBuilder().setBeganMillis(told.getBeganMillis()))
                .build());
    }

    synchronized void send(ControlMessage message) {
        down.onNext(message);
    }

    synchronized void end() {
        down.onCompleted();
    }
}
