package org.lamella.agent.traffic;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.lamella.agent.host.Commands;
import org.lamella.agent.host.Posix;
import org.lamella.agent.network.Attached;
import org.lamella.agent.network.Subnet;

/**
 * The device that what comes for slivers is led through, and the way to it from the node's end of each of their links. Not
 * thread-safe.
 */
final class InboundDevice {
    /** Of every network namespace in which there is an agent; no sliver's link can have it. */
    static final String NAME = "lamella-in";

    /** What other devices have: the kernel's choice for this one holds no more than a few packets. */
    private static final int QUEUE = 1_000;

    private final Posix posix;
    private final Commands commands;
    private final TrafficTool tool;
    private final Subnet subnet;
    /** By the slice, the number of the link's interface: one that was made anew has another. */
    private final Map<String, Integer> led = new HashMap<>();
    /** The number of the device, once this life of the agent has made it or seen to it. */
    private int made;

    InboundDevice(Posix posix, Commands commands, Subnet subnet) {
        this.posix = posix;
        this.commands = commands;
        this.tool = new TrafficTool(commands);
        this.subnet = subnet;
    }

    boolean exists() {
        return posix.hasInterface(NAME);
    }

    /** Harmless where it is there. */
    void make() throws IOException {
        int index = posix.interfaceIndex(NAME);
        if (index != 0 && index == made) {
            return;
        }
        if (index == 0) {
            commands.run(List.of("ip", "link", "add", NAME, "type", "ifb"));
        }
        commands.run(List.of("ip", "link", "set", NAME, "txqueuelen", Integer.toString(QUEUE), "up"));
        led.clear();
        made = posix.interfaceIndex(NAME);
    }

    /**
     * Leads through it what comes by these links, but for what other slivers and the node itself send. Harmless where it is so.
     *
     * @return by slice, what was refused, in the kernel's words; a link that is not there yet is none
     */
    Map<String, String> lead(Collection<Attached> links) throws IOException {
        List<String> lines = new ArrayList<>();
        List<String> of = new ArrayList<>();
        Map<String, Integer> now = new HashMap<>();
        for (Attached link : links) {
            int index = posix.interfaceIndex(link.link());
            if (index == 0) {
                continue;
            }
            now.put(link.slice(), index);
            if (led.getOrDefault(link.slice(), 0) != index) {
                lines.addAll(leading(link));
                of.addAll(Collections.nCopies(lines.size() - of.size(), link.slice()));
            }
        }
        Map<String, String> refused = new HashMap<>();
        tool.batch(lines).forEach((line, words) -> refused.putIfAbsent(of.get(line), words));
        led.clear();
        led.putAll(now);
        led.keySet().removeAll(refused.keySet());
        return refused;
    }

    private List<String> leading(Attached link) {
        String filter = "filter replace dev " + link.link() + " egress protocol ip prio 1 handle ";
        return List.of(
                "qdisc replace dev " + link.link() + " clsact",
                filter + "800::1 u32 match ip src " + subnet + " classid 1:1",
                filter + "800::2 u32 match u32 0 0 action mirred egress redirect dev " + NAME);
    }

    /** The same as shell script, for a link that has just been made. What is refused is so at the next look, too, and told then. */
    String leadingScript(Attached link) {
        return "tc -batch - <<END || :\n" + String.join("\n", leading(link)) + "\nEND\n";
    }

    /** Harmless where it is not there. Links that are led to it would lose what comes by them. */
    void remove() throws IOException {
        led.clear();
        if (exists()) {
            commands.run(List.of("ip", "link", "delete", NAME));
        }
    }
}
