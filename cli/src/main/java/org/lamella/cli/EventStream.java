package org.lamella.cli;

import java.io.UncheckedIOException;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Reads server-sent events (WHATWG HTML §9.2) and remembers how far it has come. */
final class EventStream {
    /** Takes an event. */
    @FunctionalInterface
    interface Reader {
        /** @param data {@code {"text": …}} where what came is no JSON */
        void read(String id, String name, JsonNode data);
    }

    private final Reader reader;
    private String lastId;
    private String id;
    private String name = "";
    private final StringBuilder data = new StringBuilder();

    EventStream(Reader reader, String lastId) {
        this.reader = reader;
        this.lastId = lastId;
        this.id = lastId;
    }

    /** Where a reader that is cut off goes on; empty before the first event. */
    String lastId() {
        return lastId;
    }

    /** Returns when the lines end, or the connection that they come by breaks. */
    void readAll(Stream<String> lines) {
        try (lines) {
            lines.forEach(this::take);
        } catch (UncheckedIOException e) {
            // Broken off: the half event is asked for again.
        }
        forget();
    }

    private void take(String line) {
        if (line.isEmpty()) {
            dispatch();
            return;
        }
        var colon = line.indexOf(':');
        var value = colon < 0 ? "" : line.substring(colon + 1).replaceFirst("^ ", "");
        switch (colon < 0 ? line : line.substring(0, colon)) {
            case "id" -> id = value;
            case "event" -> name = value;
            case "data" -> data.append(data.isEmpty() ? "" : "\n").append(value);
            default -> {
                // A comment, which is a heartbeat, or a field that a later server may send.
            }
        }
    }

    private void dispatch() {
        lastId = id;
        if (!data.isEmpty()) {
            reader.read(id, name.isEmpty() ? "message" : name, json());
        }
        forget();
    }

    private JsonNode json() {
        try {
            return Json.parse(data.toString());
        } catch (JacksonException e) {
            return Json.object().put("text", data.toString());
        }
    }

    private void forget() {
        id = lastId;
        name = "";
        data.setLength(0);
    }
}
