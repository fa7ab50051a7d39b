package org.lamella.agent.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A connection, or what the kernel takes for one, between a sliver and somebody else.
 *
 * @param own the sliver's own end
 * @param seen the sliver's end as the other side sees it
 * @param other the other side's end
 */
record Flow(String protocol, String slice, End own, End seen, End other) {
    /** @param port 0 where the protocol has none */
    record End(String address, int port) {
        static End of(String address, String port) {
            return new End(address, Integer.parseInt(port));
        }
    }

    /** What {@code conntrack -E} says of one event. */
    record Event(long millis, boolean begins, Flow flow) {}

    /**
     * @param line such as {@code [1795664848.79] [NEW] tcp 6 120 SYN_SENT src=… dst=… sport=… dport=… [UNREPLIED] src=… dst=…}
     * @param slices by their slivers' addresses
     * @param now milliseconds, for lines of a listing, which have no time
     * @return empty for what is between others, and for what is no such line
     */
    static Optional<Event> read(String line, Function<String, Optional<String>> slices, long now) {
        String[] words = line.strip().split("\\s+", -1);
        int at = 0;
        long millis = now;
        if (words[at].startsWith("[") && words[at].indexOf('.') > 0) {
            millis = Math.round(Double.parseDouble(words[at].substring(1, words[at].length() - 1)) * 1000);
            at++;
        }
        boolean begins = at >= words.length || !words[at].equals("[DESTROY]");
        if (at < words.length && words[at].startsWith("[")) {
            at++;
        }
        List<Tuple> tuples = at < words.length ? tuples(words, at + 1) : List.of();
        if (tuples.size() < 2) {
            return Optional.empty();
        }
        long when = millis;
        return between(words[at], tuples.get(0), tuples.get(1), slices).map(flow -> new Event(when, begins, flow));
    }

    private record Tuple(String source, String destination, int sourcePort, int destinationPort) {}

    private static List<Tuple> tuples(String[] words, int from) {
        List<Tuple> tuples = new ArrayList<>();
        String source = "";
        String destination = "";
        int sourcePort = 0;
        int destinationPort = 0;
        for (int i = from; i < words.length; i++) {
            String[] pair = words[i].split("=", 2);
            if (pair.length < 2) {
                continue;
            }
            switch (pair[0]) {
                case "src" -> {
                    if (!source.isEmpty()) {
                        tuples.add(new Tuple(source, destination, sourcePort, destinationPort));
                    }
                    source = pair[1];
                    sourcePort = 0;
                    destinationPort = 0;
                }
                case "dst" -> destination = pair[1];
                case "sport" -> sourcePort = Integer.parseInt(pair[1]);
                case "dport" -> destinationPort = Integer.parseInt(pair[1]);
                default -> {}
            }
        }
        if (!source.isEmpty()) {
            tuples.add(new Tuple(source, destination, sourcePort, destinationPort));
        }
        return tuples;
    }

    /** Of two slivers that talk over a published port it is the one that began: what it sends is what anybody could ask about. */
    private static Optional<Flow> between(
            String protocol, Tuple original, Tuple reply, Function<String, Optional<String>> slices) {
        End caller = new End(original.source(), original.sourcePort());
        End called = new End(original.destination(), original.destinationPort());
        Optional<Flow> outgoing = slices.apply(original.source())
                .map(slice -> new Flow(
                        protocol, slice, caller, new End(reply.destination(), reply.destinationPort()), called));
        return outgoing.or(() -> slices.apply(reply.source())
                .map(slice -> new Flow(protocol, slice, new End(reply.source(), reply.sourcePort()), called, caller)));
    }

    String line() {
        return String.join(
                " ",
                protocol,
                slice,
                own.address(),
                Integer.toString(own.port()),
                seen.address(),
                Integer.toString(seen.port()),
                other.address(),
                Integer.toString(other.port()));
    }

    /** @param words as {@link #line} has them, from the given place on */
    static Flow of(String[] words, int from) {
        return new Flow(
                words[from],
                words[from + 1],
                End.of(words[from + 2], words[from + 3]),
                End.of(words[from + 4], words[from + 5]),
                End.of(words[from + 6], words[from + 7]));
    }
}
