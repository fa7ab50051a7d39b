package org.lamella.agent.ssh;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionHeartbeatController.HeartbeatType;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.server.subsystem.SubsystemFactory;
import org.lamella.agent.access.Sessions;
import org.lamella.agent.plan.NodePlan;
import org.lamella.agent.plan.SliceNames;
import org.lamella.agent.runtime.HostPrograms;
import org.lamella.agent.runtime.InsideNetwork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node's ssh server. The user's name is the slice's; who may come in is what the plan says at that moment, which needs no
 * control plane, and whoever may no more is put out.
 */
public final class SshDoor implements AutoCloseable {
    /** Connections of one sliver. */
    static final int MOST_OF_SLIVER = 16;
    /** Shells, commands and forwarded connections of one connection. */
    static final int MOST_CHANNELS = 32;

    /** Connections of the node that have logged in. */
    private static final int MOST = 256;

    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration LOGIN_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration ALIVE_EVERY = Duration.ofSeconds(30);
    /** How long a client may take no output: it may have been stopped, or its user is reading. */
    private static final Duration PATIENCE = Duration.ofDays(1);

    private static final Duration GOODBYE = Duration.ofMillis(500);
    private static final AttributeKey<Login> LOGIN = new AttributeKey<>();
    private static final AttributeKey<Boolean> WAITING = new AttributeKey<>();
    private static final Logger log = LoggerFactory.getLogger(SshDoor.class);

    private final int port;
    private final HostKeys keys;
    private final Supplier<NodePlan> plans;
    private final Sessions sessions;
    private final InsideNetwork network;
    private final LoginBook book;
    private final Clock clock;
    private final Throttle throttle;
    private final Map<Session, Open> open = new ConcurrentHashMap<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform().daemon().name("ssh door").unstarted(this::watch);
    private volatile Keyring keyring = Keyring.EMPTY;
    private volatile SshServer server;

    /**
     * @param key as it is in a plan
     * @param running whether the sliver was wanted running when it began
     */
    private record Login(String slice, String key, String fingerprint, String account, boolean running) {}

    /** A connection that has logged in, by its id in the book. */
    private record Open(String id, Login login) {}

    /** @param port 0: one that is free */
    public SshDoor(
            int port,
            HostKeys keys,
            Supplier<NodePlan> plans,
            Sessions sessions,
            InsideNetwork network,
            LoginBook book,
            Clock clock) {
        this.port = port;
        this.keys = keys;
        this.plans = plans;
        this.sessions = sessions;
        this.network = network;
        this.book = book;
        this.clock = clock;
        this.throttle = new Throttle(clock);
    }

    /** Opens the door, or tries until the port is free: what else the node does must not hang on it. */
    public void start() {
        tryToOpen(true);
        thread.start();
    }

    /** @return where it listens; 0 while it does not */
    public int port() {
        SshServer now = server;
        return now == null ? 0 : now.getPort();
    }

    /** Looks at the plan anew, and puts out whoever may not be in any more. */
    public void review() {
        Keyring now = keyring();
        open.forEach((session, entry) -> {
            Login login = entry.login();
            Optional<String> why = whyNot(now, login);
            if (why.isPresent() && forget(session)) {
                log.info("{} is put out of {}: {}", login.account(), login.slice(), why.get());
                putOut(session, why.get());
            }
        });
    }

    @Override
    public void close() throws InterruptedException {
        closing.countDown();
        thread.join();
        SshServer now = server;
        if (now != null) {
            now.close(true);
        }
    }

    private void note(Session session, Login login) {
        String id = UUID.randomUUID().toString();
        String from = address(session);
        book.began(new SshLogin(id, login.slice(), login.account(), login.fingerprint(), from, clock.millis(), 0));
        open.put(session, new Open(id, login));
        log.info("{} logs in to {} from {}", login.account(), login.slice(), from);
    }

    /** @return false when it was forgotten before */
    private boolean forget(Session session) {
        Open was = open.remove(session);
        if (was == null) {
            return false;
        }
        book.ended(was.id());
        log.info("{} leaves {}", was.login().account(), was.login().slice());
        return true;
    }

    private static String address(Session session) {
        return session.getIoSession().getRemoteAddress() instanceof InetSocketAddress client && !client.isUnresolved()
                ? client.getAddress().getHostAddress()
                : "";
    }

    private static Optional<String> whyNot(Keyring keyring, Login login) {
        if (keyring.account(login.slice(), login.key()).isEmpty()) {
            return Optional.of("this key does not open " + login.slice() + " any more");
        }
        return login.running() && !keyring.wantsRunning(login.slice())
                ? Optional.of(login.slice() + " is stopped")
                : Optional.empty();
    }

    private static void putOut(Session session, String why) {
        try {
            session.disconnect(SshConstants.SSH2_DISCONNECT_BY_APPLICATION, why);
        } catch (IOException e) {
            session.close(true);
        }
    }

    private Keyring keyring() {
        NodePlan plan = plans.get();
        Keyring now = keyring;
        if (!now.isOf(plan)) {
            now = new Keyring(plan);
            keyring = now;
        }
        return now;
    }

    private void watch() {
        try {
            while (!closing.await(TICK.toMillis(), TimeUnit.MILLISECONDS)) {
                if (server == null) {
                    tryToOpen(false);
                }
                review();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tryToOpen(boolean first) {
        SshServer next = build();
        try {
            next.start();
            server = next;
            log.info("ssh to slivers is served on port {}", next.getPort());
        } catch (IOException e) {
            next.close(true);
            if (first) {
                log.error("ssh to slivers cannot be served on port {}: {}; it is tried again", port, e.getMessage());
            }
        }
    }

    private SshServer build() {
        SshServer next = SshServer.setUpDefaultServer();
        Tunnels tunnels = new Tunnels(network);
        next.setPort(port);
        next.setKeyPairProvider(KeyPairProvider.wrap(keys.pairs()));
        next.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
        next.setPublickeyAuthenticator(this::admits);
        next.setIoServiceFactoryFactory(tunnels);
        next.setForwardingFilter(tunnels);
        next.setChannelFactories(List.of(new Channels(), tunnels.channels()));
        next.setShellFactory(channel -> command(channel, LoginShell.interactive()));
        next.setCommandFactory((channel, command) -> command(channel, LoginShell.of(command)));
        next.setSubsystemFactories(List.of(new Sftp()));
        next.addSessionListener(new Watcher());
        next.setSessionHeartbeat(HeartbeatType.IGNORE, ALIVE_EVERY);
        limit(next);
        return next;
    }

    private static void limit(SshServer next) {
        CoreModuleProperties.SERVER_IDENTIFICATION.set(next, "LAMELLA");
        CoreModuleProperties.AUTH_TIMEOUT.set(next, LOGIN_TIMEOUT);
        CoreModuleProperties.IDLE_TIMEOUT.set(next, Duration.ZERO);
        CoreModuleProperties.MAX_CONCURRENT_SESSIONS.set(next, MOST_OF_SLIVER);
        CoreModuleProperties.MAX_CONCURRENT_CHANNELS.set(next, MOST_CHANNELS);
        CoreModuleProperties.SOCKET_KEEPALIVE.set(next, true);
        CoreModuleProperties.TCP_NODELAY.set(next, true);
        CoreModuleProperties.DISCONNECT_TIMEOUT.set(next, GOODBYE);
        CoreModuleProperties.WAIT_FOR_SPACE_TIMEOUT.set(next, PATIENCE);
        CoreModuleProperties.NIO2_MIN_WRITE_TIMEOUT.set(next, PATIENCE);
    }

    private SliverCommand command(ChannelSession channel, List<String> command) {
        return new SliverCommand(SliceNames.onNode(channel.getSession().getUsername()), command, sessions);
    }

    /** The last key that is admitted is the one that the client proves to have: it may ask about several before. */
    private boolean admits(String user, PublicKey key, Session session) {
        if (!SliceNames.areWellFormed(user)) {
            return false;
        }
        String slice = SliceNames.onNode(user);
        String text = Keyring.text(key);
        Keyring now = keyring();
        Optional<String> account = now.account(slice, text);
        account.ifPresent(whose -> session.setAttribute(
                LOGIN, new Login(slice, text, KeyUtils.getFingerPrint(key), whose, now.wantsRunning(slice))));
        return account.isPresent();
    }

    private static final class Channels implements ChannelFactory {
        @Override
        public String getName() {
            return "session";
        }

        @Override
        public Channel createChannel(Session session) {
            return new SliverChannel();
        }
    }

    private final class Sftp implements SubsystemFactory {
        @Override
        public String getName() {
            return "sftp";
        }

        @Override
        public Command createSubsystem(ChannelSession channel) {
            return command(channel, HostPrograms.sftpServer());
        }
    }

    private final class Watcher implements SessionListener {
        @Override
        public void sessionCreated(Session session) {
            SocketAddress from = session.getIoSession().getRemoteAddress();
            if (throttle.admit(from)) {
                session.setAttribute(WAITING, true);
            } else {
                log.info("a connection from {} is not taken: too many were in vain", from);
                session.close(true);
            }
        }

        @Override
        public void sessionEvent(Session session, Event event) {
            if (event != Event.Authenticated || session.removeAttribute(WAITING) == null) {
                return;
            }
            throttle.loggedIn(session.getIoSession().getRemoteAddress());
            Login login = session.getAttribute(LOGIN);
            if (open.size() >= MOST) {
                putOut(
                        session,
                        open.size() + " connections are open to this node, and " + MOST + " are allowed at once");
                return;
            }
            note(session, login);
            if (!session.isOpen()) {
                forget(session); // its end may have been told before it was noted
            }
            // A plan may have come since the key was looked up, and its review may not have seen this one yet.
            review();
        }

        @Override
        public void sessionClosed(Session session) {
            if (session.removeAttribute(WAITING) != null) {
                throttle.failed(session.getIoSession().getRemoteAddress());
            }
            forget(session);
        }
    }
}
