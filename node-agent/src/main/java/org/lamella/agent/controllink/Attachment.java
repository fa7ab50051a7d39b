package org.lamella.agent.controllink;

import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.lamella.agent.reconcile.StatusBoard.Status;
import org.lamella.agent.ssh.SshLogin;
import org.lamella.agent.storage.ImageHoldings;
import org.lamella.agent.usage.UsageWindow;
import org.lamella.agent.watchdog.MemoryReset;
import org.lamella.protocol.ControlMessage;
import org.lamella.protocol.LinkGrpc;
import org.lamella.protocol.MemoryResetsStored;
import org.lamella.protocol.NodeMessage;
import org.lamella.protocol.SshLoginsStored;
import org.lamella.protocol.Welcome;

/**
 * The life of one Attach stream, from hello to its end.
 *
 * <p>Only the thread in {@link #run} sends. Everything that happens meanwhile (a change on the board, a welcome, an end)
 * leaves its mark and a permit that wakes it, so changes collapse and messages keep their order.
 */
final class Attachment implements ClientResponseObserver<NodeMessage, ControlMessage> {
    private static final Duration WELCOME_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration SPACING = Duration.ofMillis(20);
    private static final Duration WHOLE_EVERY = Duration.ofSeconds(60);
    private static final int LOGINS_AT_ONCE = 100;
    private static final int RESETS_AT_ONCE = 50;
    private static final Duration SHORTEST_HEARTBEAT = Duration.ofMillis(100);

    /**
     * How a stream ended.
     *
     * @param welcomed whether the control plane took the node in first
     * @param failure null when this side ended it, or the other did without an error
     */
    record End(boolean welcomed, Throwable failure) {}

    private final NodeSide node;
    private final Misfits misfits;
    private final Consumer<ControlMessage> commands;
    private final ReportLog reports = new ReportLog();
    private ImageHoldings imagesTold = ImageHoldings.NONE;
    private final Semaphore wake = new Semaphore(0);
    private final AtomicReference<End> end = new AtomicReference<>();
    private final Questions questions;
    private ClientCallStreamObserver<NodeMessage> call;
    private volatile Welcome welcome;
    private volatile boolean changed;
    private volatile boolean loginsChanged;
    private volatile boolean resetsChanged;
    private volatile boolean usageChanged = true;
    /** When the window began that was sent and not answered yet: one at a time, since a node may come with a week of them. */
    private OptionalLong usageTold = OptionalLong.empty();

    /** @param commands gets every message but the welcome and questions, one at a time, and may take its time */
    Attachment(NodeSide node, Misfits misfits, Consumer<ControlMessage> commands) {
        this.node = node;
        this.misfits = misfits;
        this.commands = commands;
        this.questions = new Questions(new Answers(node.inquiries()), wake::release);
    }

    /**
     * Attaches and stays until the stream ends.
     *
     * @param whenWelcomed runs once, on this thread
     * @param everyTurn runs on this thread at least at every heartbeat
     */
    End run(LinkGrpc.LinkStub stub, Runnable whenWelcomed, Runnable everyTurn) throws InterruptedException {
        stub.attach(this);
        try {
            call.onNext(WireFormat.hello(
                    node.host(),
                    node.ssh().door(),
                    node.version(),
                    node.plans().held().generation()));
            if (awaitWelcome()) {
                whenWelcomed.run();
                converse(everyTurn);
            }
            return end.get();
        } finally {
            questions.close();
            call.cancel("the agent ends this stream", null);
        }
    }

    /** Ends the stream from this side; harmless when it has ended. */
    void finish() {
        finish(null);
    }

    void boardChanged() {
        changed = true;
        wake.release();
    }

    private boolean awaitWelcome() throws InterruptedException {
        long deadline = System.nanoTime() + WELCOME_TIMEOUT.toNanos();
        while (welcome == null && end.get() == null) {
            if (!wake.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                finish(new TimeoutException(
                        "the control plane sent no welcome within " + WELCOME_TIMEOUT.toSeconds() + " s"));
            }
        }
        return end.get() == null;
    }

    private void converse(Runnable everyTurn) throws InterruptedException {
        node.ssh().logins().tellAgain();
        loginsChanged = true;
        node.resets().tellAgain();
        resetsChanged = true;
        Cadence cadence = new Cadence(heartbeatEvery(), SPACING, WHOLE_EVERY, System.nanoTime());
        sendReport(cadence, true);
        while (end.get() == null) {
            everyTurn.run();
            // While the transport is full nothing is sent, so nothing piles up; it wakes this thread when it is not.
            long wait =
                    call.isReady() ? sendWhatIsDue(cadence) : heartbeatEvery().toNanos();
            wake.tryAcquire(wait, TimeUnit.NANOSECONDS);
            wake.drainPermits();
        }
    }

    /** @return nanoseconds until there is something to send again */
    private long sendWhatIsDue(Cadence cadence) {
        long now = System.nanoTime();
        if (cadence.heartbeatDue(now)) {
            call.onNext(WireFormat.heartbeat(node.board().status().generationApplied()));
            cadence.heartbeatSent(now);
        }
        sendImages();
        boolean whole = cadence.wholeDue(now);
        if (whole || (changed && cadence.changesDue(now))) {
            sendReport(cadence, whole);
        }
        if (loginsChanged) {
            sendLogins();
        }
        if (resetsChanged) {
            sendResets();
        }
        if (usageChanged) {
            sendUsage();
        }
        sendAnswers();
        return cadence.untilNext(System.nanoTime(), changed);
    }

    private void sendLogins() {
        loginsChanged = false; // before they are read: one after this is news again
        List<SshLogin> news = node.ssh().logins().news(LOGINS_AT_ONCE);
        if (!news.isEmpty()) {
            call.onNext(WireFormat.logins(news));
        }
    }

    /** What the control plane has stored is no news any more; there may be more of it than went into one message. */
    void loginsStored(SshLoginsStored message) {
        node.ssh().logins().stored(WireFormat.stored(message));
        loginsNews();
    }

    void loginsNews() {
        loginsChanged = true;
        wake.release();
    }

    private void sendResets() {
        resetsChanged = false; // before they are read, likewise
        List<MemoryReset> news = node.resets().news(RESETS_AT_ONCE);
        if (!news.isEmpty()) {
            call.onNext(MemoryFormat.resets(news));
        }
    }

    void resetsStored(MemoryResetsStored message) {
        node.resets().stored(message.getIdsList());
        resetsNews();
    }

    void resetsNews() {
        resetsChanged = true;
        wake.release();
    }

    private void sendUsage() {
        usageChanged = false; // before it is read: a change after this is news again
        Optional<UsageWindow> oldest = node.usage().oldest();
        OptionalLong began =
                oldest.map(window -> OptionalLong.of(window.beganMillis())).orElse(OptionalLong.empty());
        if (!began.equals(usageTold)) {
            oldest.ifPresent(window -> call.onNext(UsageFormat.message(window)));
            usageTold = began;
        }
    }

    void usageNews() {
        usageChanged = true;
        wake.release();
    }

    /** What the transport does not take now waits; it wakes this thread. */
    private void sendAnswers() {
        Optional<NodeMessage> answer = Optional.empty();
        do {
            answer.ifPresent(call::onNext);
            answer = call.isReady() ? questions.next() : Optional.empty();
        } while (answer.isPresent());
    }

    /** They change so seldom, and are so few, that all are said again whenever one has. */
    private void sendImages() {
        ImageHoldings images = node.images().get();
        if (!images.equals(imagesTold)) {
            call.onNext(WireFormat.images(images));
            imagesTold = images;
        }
    }

    private void sendReport(Cadence cadence, boolean whole) {
        changed = false; // before the board is read: a change after this is news again
        Status status = misfits.over(node.board().status());
        if (whole) {
            call.onNext(WireFormat.report(reports.whole(status)));
        } else {
            reports.changes(status).ifPresent(report -> call.onNext(WireFormat.report(report)));
        }
        cadence.reportSent(System.nanoTime(), whole);
    }

    private Duration heartbeatEvery() {
        Duration asked = Duration.ofMillis(Integer.toUnsignedLong(welcome.getHeartbeatMillis()));
        return asked.compareTo(SHORTEST_HEARTBEAT) < 0 ? SHORTEST_HEARTBEAT : asked;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<NodeMessage> stream) {
        call = stream;
        stream.setOnReadyHandler(wake::release);
    }

    @Override
    public void onNext(ControlMessage message) {
        if (message.hasWelcome()) {
            welcome = message.getWelcome();
            wake.release();
        } else if (message.hasQuestion()) {
            questions.ask(message.getQuestion());
        } else {
            commands.accept(message);
        }
    }

    @Override
    public void onError(Throwable failure) {
        finish(failure);
    }

    @Override
    public void onCompleted() {
        finish(null);
    }

    private void finish(Throwable failure) {
        end.compareAndSet(null, new End(welcome != null, failure));
        wake.release();
    }
}
