package org.lamella.agent;

import java.io.PrintStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One line per record: time, level, who, what, and for an exception its causes with the top of their stacks. Line ends
 * within a message are escaped, so that nothing a sliver or the control plane says can pass for a record of its own.
 */
final class LogLine extends Formatter {
    private static final int FRAMES = 6;
    private static final int CAUSES = 5;

    /** Kept, because the manager holds its loggers weakly and a collected one forgets its level. */
    private static final Logger GRPC = Logger.getLogger("io.grpc");

    private static final Logger NETTY = Logger.getLogger("io.netty");

    /** Sends all logging of this process to standard error, in this format. */
    static void configure() {
        LogManager.getLogManager().reset();
        Logger root = Logger.getLogger("");
        root.addHandler(new Flushed(System.err));
        root.setLevel(Level.INFO);
        GRPC.setLevel(Level.SEVERE);
        NETTY.setLevel(Level.SEVERE);
    }

    @Override
    public String format(LogRecord record) {
        Instant time = record.getInstant().truncatedTo(ChronoUnit.MILLIS);
        String name = record.getLoggerName().substring(record.getLoggerName().lastIndexOf('.') + 1);
        String thrown = record.getThrown() == null ? "" : " | " + causes(record.getThrown());
        return "%s %-7s %s: %s\n"
                .formatted(time, record.getLevel().getName(), name, escape(formatMessage(record) + thrown));
    }

    private static String causes(Throwable thrown) {
        return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause)
                .limit(CAUSES)
                .map(cause -> cause + " " + frames(cause))
                .collect(Collectors.joining(" | because of "));
    }

    private static String frames(Throwable cause) {
        return Stream.of(cause.getStackTrace())
                .limit(FRAMES)
                .map(StackTraceElement::toString)
                .collect(Collectors.joining(" < ", "[", "]"));
    }

    private static String escape(String text) {
        return text.replace("\\", "\\\\")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("\u001b", "\\e");
    }

    private static final class Flushed extends StreamHandler {
        Flushed(PrintStream out) {
            super(out, new LogLine());
        }

        @Override
        public synchronized void publish(LogRecord record) {
            super.publish(record);
            flush();
        }
    }
}
