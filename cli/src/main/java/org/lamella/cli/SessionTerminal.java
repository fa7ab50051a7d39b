package org.lamella.cli;

import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.databind.JsonNode;

/** Lends the console's terminal to a session that asked for one; does nothing for another. */
final class SessionTerminal {
    private final Terminal terminal;
    private final SessionSender session;
    private final JsonNode asked;
    private final AtomicReference<Runnable> putBack = new AtomicReference<>(SessionTerminal::nothing);

    /** @param asked the terminal that the request describes, missing where it has none */
    SessionTerminal(Console console, SessionSender session, JsonNode asked) {
        this.terminal = console.terminal();
        this.session = session;
        this.asked = asked;
    }

    void take() {
        if (asked.isMissingNode()) {
            return;
        }
        putBack.set(terminal.raw());
        terminal.onResize(this::tellSize);
        var size = terminal.size();
        if (size.columns() != asked.path("columns").asInt()
                || size.rows() != asked.path("rows").asInt()) {
            tellSize();
        }
    }

    /** Harmless when it was not taken, or was restored before. */
    void restore() {
        putBack.getAndSet(SessionTerminal::nothing).run();
    }

    private static void nothing() {}

    private void tellSize() {
        var size = terminal.size();
        var message = Json.object();
        message.putObject("resize").put("columns", size.columns()).put("rows", size.rows());
        try {
            session.text(message.toString());
        } catch (CompletionException e) {
            // The session is over, which its receiving half notices and reports.
        }
    }
}
