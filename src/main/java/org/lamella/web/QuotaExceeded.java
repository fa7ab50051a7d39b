package org.lamella.web;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** More is asked for than a quota allows (429); says every quota that is too small, not only the first. */
public final class QuotaExceeded extends RuntimeException {
    private final transient List<Shortfall> shortfalls;

    public QuotaExceeded(List<Shortfall> shortfalls) {
        super(shortfalls.stream().map(Shortfall::words).collect(Collectors.joining("; ")));
        this.shortfalls = List.copyOf(shortfalls);
    }

    public List<Shortfall> shortfalls() {
        return shortfalls;
    }

    /** Throws unless every quota suffices. */
    public static void throwIfAny(List<Shortfall> shortfalls) {
        if (!shortfalls.isEmpty()) {
            throw new QuotaExceeded(shortfalls);
        }
    }

    /**
     * One quota that does not suffice.
     *
     * @param resource what is short, with its unit where it has one: {@code slivers}, {@code disk in MiB}
     * @param scope whose quota it is: {@code site princeton}, {@code slice princeton_cdn}
     * @param used how much of it is taken, without what is asked for
     * @param asked how much more is asked for
     * @param allowed how much there may be in all
     * @param raisedBy who can raise it, as people know them; empty where nobody is to be named
     */
    public record Shortfall(String resource, String scope, long used, long asked, long allowed, List<String> raisedBy) {
        public Shortfall {
            Objects.requireNonNull(resource);
            Objects.requireNonNull(scope);
            raisedBy = List.copyOf(raisedBy);
        }

        String words() {
            String numbers = "%s: %d of %d %s used, %d more asked for".formatted(scope, used, allowed, resource, asked);
            return raisedBy.isEmpty() ? numbers : numbers + "; it is raised by " + String.join(", ", raisedBy);
        }
    }
}
