package org.lamella.agent.traffic;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.lamella.agent.host.Commands;

/**
 * A device at which packets are queued by classes. Its queue is told from anybody else's by its handle, and once it is there it is only
 * changed: replacing it would lose what waits in it. Not thread-safe.
 */
final class ShapedDevice {
    /** "LM". */
    static final String HANDLE = "4c4d:";

    private static final Pattern CLASS = Pattern.compile("class htb 4c4d:(?<number>[0-9a-f]+) .*");
    private static final Pattern SENT =
            Pattern.compile("\\s*Sent (?<bytes>\\d+) bytes (?<packets>\\d+) pkt \\(dropped (?<dropped>\\d+),.*");
    private static final Pattern WAITING = Pattern.compile("\\s*backlog (?<bytes>\\d+)(?<unit>[KMG]?)b .*");
    private static final Pattern ROOT = Pattern.compile("qdisc (?<kind>\\S+) (?<handle>[0-9a-f]+:) root.*");
    /** Of what the kernel puts there by itself. */
    private static final String NOBODYS = "0:";

    /** The number of no class. */
    private static final int NONE = 0;

    private static final int HEX = 16;
    private static final int BITS = 8;
    /** A class that is served that much later than it could be loses nothing; so much it may send at once. */
    private static final int BURSTS_A_SECOND = 100;

    private static final long SMALLEST_BURST = 3_200;

    private final TrafficTool tool;
    private final String device;
    /** What this life of the agent has set. */
    private final Map<Integer, TrafficClass> set = new HashMap<>();

    /** As the kernel's and nftables' tools write the id of a class. */
    static String id(int number) {
        return HANDLE + Integer.toHexString(number);
    }

    ShapedDevice(Commands commands, String device) {
        this.tool = new TrafficTool(commands);
        this.device = device;
    }

    /**
     * What passed through each class, by its number. Empty where there is no queue of ours.
     *
     * @throws IOException also when there is no such device
     */
    Map<Integer, Passed> read() throws IOException {
        Map<Integer, Passed> read = new HashMap<>();
        int at = NONE;
        for (String line :
                tool.run("-s", "class", "show", "dev", device).lines().toList()) {
            Matcher begin = CLASS.matcher(line);
            Matcher counted = SENT.matcher(line);
            Matcher waiting = WAITING.matcher(line);
            if (begin.matches()) {
                at = Integer.parseInt(begin.group("number"), HEX);
            } else if (at != NONE && counted.matches()) {
                read.put(
                        at,
                        new Passed(
                                Long.parseLong(counted.group("bytes")),
                                Long.parseLong(counted.group("packets")),
                                Long.parseLong(counted.group("dropped")),
                                0));
            } else if (read.containsKey(at) && waiting.matches()) {
                long bytes = Long.parseLong(waiting.group("bytes")) * unit(waiting.group("unit"));
                read.computeIfPresent(at, (number, passed) -> passed.withWaiting(bytes));
                at = NONE;
            }
        }
        // What somebody else has taken away is to be set again.
        set.keySet().retainAll(read.keySet());
        return read;
    }

    /** tc writes no digit behind a point here: it rounds. */
    private static long unit(String letter) {
        return switch (letter) {
            case "K" -> 1L << 10;
            case "M" -> 1L << 20;
            case "G" -> 1L << 30;
            default -> 1;
        };
    }

    private String handle() throws IOException {
        return tool.run("qdisc", "show", "dev", device)
                .lines()
                .map(ROOT::matcher)
                .filter(Matcher::matches)
                .map(root -> root.group("handle"))
                .findFirst()
                .orElse(NOBODYS);
    }

    /** Whether the kernel has taken this class from this life of the agent. */
    boolean has(int number) {
        return set.containsKey(number);
    }

    /**
     * Sees to it that there is a queue of ours.
     *
     * @throws IOException with the kernel's words; also when the queue there is somebody else's
     */
    void queue() throws IOException {
        if (!set.isEmpty()) {
            return;
        }
        String handle = handle();
        if (handle.equals(NOBODYS)) {
            String rest = Integer.toHexString(TrafficTree.HOST);
            tool.run("qdisc", "add", "dev", device, "root", "handle", HANDLE, "htb", "default", rest);
        } else if (!handle.equals(HANDLE)) {
            throw new IOException("somebody else has set the root queue " + handle + " of " + device
                    + ", beside which traffic cannot be shared out or bounded");
        }
    }

    /**
     * Makes and changes classes; takes none away. Harmless to what waits in them.
     *
     * @param wanted parents before their children: the kernel puts a class without its parent at the top
     * @return by the number of the class, what was refused, in the kernel's words
     */
    Map<Integer, String> bring(List<TrafficClass> wanted) throws IOException {
        List<TrafficClass> changed = wanted.stream()
                .filter(each -> !each.equals(set.get(each.number())))
                .toList();
        List<String> lines = new ArrayList<>();
        List<TrafficClass> of = new ArrayList<>();
        for (TrafficClass each : changed) {
            lines.add(classLine(each));
            of.add(each);
            if (each.queue() > 0) {
                lines.add("qdisc replace dev %s parent %s bfifo limit %d"
                        .formatted(device, id(each.number()), each.queue()));
                of.add(each);
            }
        }
        Map<Integer, String> refused = new HashMap<>();
        tool.batch(lines)
                .forEach((line, words) -> refused.putIfAbsent(of.get(line).number(), words));
        for (TrafficClass each : changed) {
            if (!refused.containsKey(each.number())) {
                set.put(each.number(), each);
            }
        }
        return refused;
    }

    private String classLine(TrafficClass each) {
        return "class replace dev %s parent %s classid %s htb rate %dbit ceil %dbit burst %db cburst %db quantum %d"
                .formatted(
                        device,
                        each.parent() == 0 ? HANDLE : id(each.parent()),
                        id(each.number()),
                        each.rate(),
                        each.ceiling(),
                        burst(each.rate()),
                        burst(each.ceiling()),
                        each.quantum());
    }

    private static long burst(long rate) {
        return Math.max(SMALLEST_BURST, rate / BITS / BURSTS_A_SECOND);
    }

    /** Takes classes away, with what waits in them; nothing must be led into them any more. */
    void drop(Set<Integer> numbers) throws IOException {
        tool.batch(numbers.stream()
                .sorted(Comparator.reverseOrder())
                .map(number -> "class del dev %s classid %s".formatted(device, id(number)))
                .collect(Collectors.toList()));
        set.keySet().removeAll(numbers);
    }

    /** The device is gone, and what was set there with it. */
    void forget() {
        set.clear();
    }

    /** Takes all of it away. Harmless where there is nothing of ours, but not where there is no such device. */
    void remove() throws IOException {
        if (handle().equals(HANDLE)) {
            tool.run("qdisc", "del", "dev", device, "root");
        }
        set.clear();
    }
}
