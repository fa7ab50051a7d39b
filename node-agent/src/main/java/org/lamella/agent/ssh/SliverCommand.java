package org.lamella.agent.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.lamella.agent.access.PeerGone;
import org.lamella.agent.access.SessionPeer;
import org.lamella.agent.access.SessionRequest;
import org.lamella.agent.access.Sessions;
import org.lamella.agent.runtime.ExecRequest;
import org.lamella.agent.runtime.Execution;
import org.lamella.agent.runtime.TerminalSize;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a client asked for on one channel, as the peer of a session: it is served as those that come over the control plane. */
final class SliverCommand implements Command, SessionPeer {
    private static final Logger log = LoggerFactory.getLogger(SliverCommand.class);
    private static final int CHUNK = 32 * 1024;
    private static final int REFUSED = 255;

    private final String slice;
    private final List<String> command;
    private final Sessions sessions;
    private InputStream in;
    private OutputStream out;
    private OutputStream err;
    private ExitCallback exit;

    private TerminalSize size;
    private Execution execution;
    private Runnable whenGone = () -> {};
    private boolean gone;

    SliverCommand(String slice, List<String> command, Sessions sessions) {
        this.slice = slice;
        this.command = command;
        this.sessions = sessions;
    }

    @Override
    public void setInputStream(InputStream stream) {
        in = stream;
    }

    @Override
    public void setOutputStream(OutputStream stream) {
        out = stream;
    }

    @Override
    public void setErrorStream(OutputStream stream) {
        err = stream;
    }

    @Override
    public void setExitCallback(ExitCallback callback) {
        exit = callback;
    }

    @Override
    public void start(ChannelSession channel, Environment asked) {
        Optional<TerminalSize> terminal = ((SliverChannel) channel).terminal();
        Map<String, String> environment = new HashMap<>(asked.getEnv());
        if (terminal.isEmpty()) {
            environment.remove(Environment.ENV_TERM);
        }
        // The terminal has them, and changes them.
        environment.keySet().removeAll(List.of(Environment.ENV_COLUMNS, Environment.ENV_LINES));
        environment.putAll(Map.of("USER", "root", "LOGNAME", "root", "HOME", "/root"));
        connection(channel).ifPresent(ends -> environment.put("SSH_CONNECTION", ends));
        ExecRequest request = new ExecRequest(command, environment, "/", terminal);
        sessions.open(new SessionRequest(UUID.randomUUID().toString(), slice, request), this);
    }

    private static Optional<String> connection(ChannelSession channel) {
        return channel.getSession().getIoSession().getRemoteAddress() instanceof InetSocketAddress client
                        && channel.getSession().getIoSession().getLocalAddress() instanceof InetSocketAddress door
                ? Optional.of("%s %d %s %d"
                        .formatted(
                                client.getAddress().getHostAddress(),
                                client.getPort(),
                                door.getAddress().getHostAddress(),
                                door.getPort()))
                : Optional.empty();
    }

    @Override
    public void destroy(ChannelSession channel) {
        Runnable action;
        synchronized (this) {
            gone = true;
            action = whenGone;
        }
        action.run();
    }

    void resize(TerminalSize next) {
        Execution running;
        synchronized (this) {
            size = next;
            running = execution;
        }
        if (running != null) {
            resize(running, next);
        }
    }

    private void resize(Execution running, TerminalSize next) {
        try {
            running.resize(next);
        } catch (IOException e) {
            log.debug("a terminal in {} keeps its size", slice, e);
        }
    }

    void signal(int number) throws IOException {
        Execution running;
        synchronized (this) {
            running = execution;
        }
        if (running != null) {
            running.signal(number);
        }
    }

    @Override
    public void opened(Execution started) {
        TerminalSize asked;
        synchronized (this) {
            execution = started;
            asked = size;
        }
        if (asked != null) {
            resize(started, asked); // it changed while the process was being started
        }
    }

    @Override
    public void refused(String reason) {
        try {
            err.write(("lamella: " + reason + "\r\n").getBytes(StandardCharsets.UTF_8));
            err.flush();
        } catch (IOException e) {
            log.debug("nobody hears why a session in {} was refused", slice, e);
        }
        exit.onExit(REFUSED);
    }

    @Override
    public void output(Output which, byte[] buffer, int length) throws PeerGone {
        OutputStream to = which == Output.STDOUT ? out : err;
        try {
            to.write(buffer, 0, length);
            to.flush();
        } catch (IOException e) {
            throw new PeerGone();
        }
    }

    @Override
    public void exited(int code) {
        exit.onExit(code);
    }

    @Override
    public Optional<byte[]> input() throws PeerGone {
        byte[] buffer = new byte[CHUNK];
        try {
            int length = in.read(buffer);
            return length < 0 ? Optional.empty() : Optional.of(Arrays.copyOf(buffer, length));
        } catch (IOException e) {
            throw new PeerGone();
        }
    }

    @Override
    public void onGone(Runnable action) {
        synchronized (this) {
            whenGone = action;
            if (!gone) {
                return;
            }
        }
        action.run();
    }
}
