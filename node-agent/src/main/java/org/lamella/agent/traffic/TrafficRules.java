package org.lamella.agent.traffic;

import java.io.IOException;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.lamella.agent.host.NfTables;
import org.lamella.agent.network.Subnet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells whose packets those are that pass between slivers and the uplink: a table of nftables of its own, which sees what the
 * firewall has let pass. Where there are classes it says which; where there are none it counts. So each packet is counted once.
 *
 * <p>Every change is one transaction, and changes nothing of what has been counted. Not thread-safe.
 */
final class TrafficRules {
    private static final String TABLE = "inet lamella-traffic";
    private static final Pattern COUNTER = Pattern.compile("(?<way>[a-z-]+)-(?<number>[0-9a-f]+)");
    private static final int HEX = 16;

    private final NfTables tables;
    private final String uplink;
    private final Subnet subnet;
    private String inForce = "";
    /** The numbers that are told apart. */
    private Set<Integer> told = Set.of();

    TrafficRules(NfTables tables, String uplink, Subnet subnet) {
        this.tables = tables;
        this.uplink = uplink;
        this.subnet = subnet;
    }

    /**
     * What is to be told apart.
     *
     * @param numbers of the slivers, by address
     * @param classes that there are: a packet that is sent to another would be taken for the host's own
     * @param exempt networks
     * @param out whether there are classes for what is sent
     * @param in whether there are classes for what is received
     */
    record Wish(Map<String, Integer> numbers, Set<Integer> classes, List<String> exempt, boolean out, boolean in) {
        Wish {
            numbers = Map.copyOf(numbers);
            classes = Set.copyOf(classes);
            exempt = List.copyOf(exempt);
        }
    }

    /** What was counted of each number. Empty where there are no rules at all. */
    Map<Integer, Map<Way, Passed>> read() throws IOException {
        Map<Integer, Map<Way, Passed>> read = new HashMap<>();
        JsonNode all = JsonMapper.shared().readTree(tables.list("counters"));
        for (JsonNode entry : all.path("nftables")) {
            JsonNode counter = entry.path("counter");
            String table = counter.path("family").asString("") + " "
                    + counter.path("table").asString("");
            Matcher name = COUNTER.matcher(counter.path("name").asString(""));
            if (!table.equals(TABLE) || !name.matches()) {
                continue;
            }
            for (Way way : Way.values()) {
                if (way.word().equals(name.group("way"))) {
                    read.computeIfAbsent(
                                    Integer.parseInt(name.group("number"), HEX), number -> new EnumMap<>(Way.class))
                            .put(
                                    way,
                                    new Passed(
                                            counter.path("bytes").asLong(),
                                            counter.path("packets").asLong(),
                                            0,
                                            0));
                }
            }
        }
        if (!read.keySet().containsAll(told)) {
            inForce = "";
        }
        return read;
    }

    /** @param counted the numbers that there are counters of */
    void bring(Wish wish, Collection<Integer> counted) throws IOException {
        Set<Integer> gone = new HashSet<>(counted);
        gone.removeAll(wish.numbers().values());
        String text = text(wish);
        if (text.equals(inForce) && gone.isEmpty()) {
            return;
        }
        tables.change(text + removals(gone));
        inForce = text;
        told = Set.copyOf(wish.numbers().values());
    }

    private String text(Wish wish) {
        StringBuilder text = new StringBuilder("""
                add table %1$s
                add set %1$s exempt { type ipv4_addr; flags interval; auto-merge; }
                add map %1$s classes { type ipv4_addr : classid; }
                add map %1$s exempt-classes { type ipv4_addr : classid; }
                add chain %1$s going
                add chain %1$s coming
                add chain %1$s passing { type filter hook forward priority 10; policy accept; }
                flush table %1$s
                flush set %1$s exempt
                flush map %1$s classes
                flush map %1$s exempt-classes
                add rule %1$s passing oifname "%2$s" ip saddr %3$s jump going
                add rule %1$s passing iifname "%2$s" ip daddr %3$s jump coming
                """.formatted(TABLE, uplink, subnet));
        Map<String, String> classes = new TreeMap<>();
        Map<String, String> exemptClasses = new TreeMap<>();
        wish.numbers().forEach((address, number) -> {
            put(classes, address, number, wish);
            put(exemptClasses, address, number | TrafficTree.EXEMPT_BIT, wish);
        });
        text.append(elements("classes", classes)).append(elements("exempt-classes", exemptClasses));
        if (!wish.exempt().isEmpty()) {
            text.append("add element %s exempt { %s }\n".formatted(TABLE, String.join(", ", wish.exempt())));
        }
        for (Way way : Way.values()) {
            text.append(counters(way, wish.numbers()));
        }
        return text.append(
                        wish.out()
                                ? classing("going", "saddr", "daddr")
                                : counting("going", "saddr", "daddr", Way.SENT, Way.EXEMPT_SENT))
                .append(
                        wish.in()
                                ? classing("coming", "daddr", "saddr")
                                : counting("coming", "daddr", "saddr", Way.RECEIVED, Way.EXEMPT_RECEIVED))
                .toString();
    }

    private static void put(Map<String, String> map, String address, int number, Wish wish) {
        if (wish.classes().contains(number)) {
            map.put(address, ShapedDevice.id(number));
        }
    }

    private static String counters(Way way, Map<String, Integer> numbers) {
        StringBuilder text = new StringBuilder("""
                add map %1$s %2$s { type ipv4_addr : counter; }
                flush map %1$s %2$s
                """.formatted(TABLE, way.word()));
        Map<String, String> names = new TreeMap<>();
        numbers.forEach((address, number) -> {
            String name = "%s-%x".formatted(way.word(), number);
            text.append("add counter %s %s\n".formatted(TABLE, name));
            names.put(address, '"' + name + '"');
        });
        return text.append(elements(way.word(), names)).toString();
    }

    private static String elements(String map, Map<String, String> values) {
        return values.isEmpty()
                ? ""
                : values.entrySet().stream()
                        .map(each -> each.getKey() + " : " + each.getValue())
                        .collect(Collectors.joining(", ", "add element " + TABLE + " " + map + " { ", " }\n"));
    }

    /** A sliver that has no class yet is queued among the others like it: bounded all the same. */
    private static String classing(String chain, String own, String other) {
        return """
                add rule %1$s %2$s meta priority set %5$s
                add rule %1$s %2$s meta priority set ip %3$s map @classes
                add rule %1$s %2$s ip %4$s @exempt meta priority set ip %3$s map @exempt-classes
                """.formatted(TABLE, chain, own, other, ShapedDevice.id(TrafficTree.NEWCOMERS));
    }

    private static String counting(String chain, String own, String other, Way way, Way exempt) {
        return """
                add rule %1$s %2$s ip %4$s @exempt counter name ip %3$s map @%6$s return
                add rule %1$s %2$s counter name ip %3$s map @%5$s
                """.formatted(TABLE, chain, own, other, way.word(), exempt.word());
    }

    private static String removals(Set<Integer> gone) {
        StringBuilder text = new StringBuilder();
        for (int number : gone) {
            for (Way way : Way.values()) {
                // Added first, since deleting what is not there is an error.
                text.append("add counter %1$s %2$s-%3$x\ndelete counter %1$s %2$s-%3$x\n"
                        .formatted(TABLE, way.word(), number));
            }
        }
        return text.toString();
    }

    /** Harmless where there is nothing. */
    void remove() throws IOException {
        tables.change("table %1$s\ndelete table %1$s\n".formatted(TABLE));
        inForce = "";
        told = Set.of();
    }
}
