package org.lamella.web;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The request is fine, but the thing is in a state that does not allow it (409). The message says which. */
public final class StateConflict extends RuntimeException {
    private final transient List<Conflict> conflicts;
    private final transient List<Alternative> alternatives;

    /**
     * Something that is in the way.
     *
     * @param kind what it is: {@code slice}, {@code reservation}
     * @param name as people know it
     * @param message how it is in the way, with its numbers
     */
    public record Conflict(String kind, String name, String message) {
        public Conflict {
            Objects.requireNonNull(kind);
            Objects.requireNonNull(name);
            Objects.requireNonNull(message);
        }
    }

    /**
     * Something that would go through now.
     *
     * @param message what it is, for people
     * @param body ready to be sent to the same address in place of what was sent
     */
    public record Alternative(String message, Map<String, ?> body) {
        public Alternative {
            Objects.requireNonNull(message);
            body = Map.copyOf(body);
        }
    }

    public StateConflict(String message) {
        this(message, List.of(), List.of());
    }

    public StateConflict(String message, List<Conflict> conflicts, List<Alternative> alternatives) {
        super(message);
        this.conflicts = List.copyOf(conflicts);
        this.alternatives = List.copyOf(alternatives);
    }

    public List<Conflict> conflicts() {
        return conflicts;
    }

    public List<Alternative> alternatives() {
        return alternatives;
    }
}
