package org.lamella.agent.ssh;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.sshd.common.channel.PtyMode;
import org.apache.sshd.common.channel.RequestHandler.Result;
import org.apache.sshd.server.Signal;
import org.apache.sshd.server.channel.ChannelSession;
import org.lamella.agent.runtime.TerminalSize;

/** One shell, command or subsystem of a connection. */
final class SliverChannel extends ChannelSession {
    /** What OpenSSH's server takes by default, and what says how colourful it may be. */
    private static final Pattern ACCEPTED = Pattern.compile("LANG|LC_[A-Z_]{1,30}|COLORTERM|NO_COLOR");

    private static final int LONGEST_VALUE = 1_000;

    private Optional<TerminalSize> terminal = Optional.empty();

    /** The one that the client asked for, in its present size. */
    synchronized Optional<TerminalSize> terminal() {
        return terminal;
    }

    @Override
    protected Result handlePtyReqParsed(
            String type, int columns, int rows, int width, int height, Map<PtyMode, Integer> modes) throws IOException {
        setTerminal(TerminalSize.near(columns, rows));
        return super.handlePtyReqParsed(type, columns, rows, width, height, modes);
    }

    @Override
    protected Result handleWindowChangeParsed(int columns, int rows, int width, int height) throws IOException {
        TerminalSize size = TerminalSize.near(columns, rows);
        setTerminal(size);
        if (commandInstance instanceof SliverCommand command) {
            command.resize(size);
        }
        return super.handleWindowChangeParsed(columns, rows, width, height);
    }

    private synchronized void setTerminal(TerminalSize size) {
        terminal = Optional.of(size);
    }

    @Override
    protected Result handleEnvParsed(String name, String value) throws IOException {
        return ACCEPTED.matcher(name).matches() && value.length() <= LONGEST_VALUE
                ? super.handleEnvParsed(name, value)
                : Result.ReplyFailure;
    }

    @Override
    protected Result handleSignalParsed(String name) throws IOException {
        Signal signal = Signal.get(name);
        if (signal == null || !(commandInstance instanceof SliverCommand command)) {
            return Result.ReplyFailure;
        }
        command.signal(signal.getNumeric());
        return Result.ReplySuccess;
    }
}
