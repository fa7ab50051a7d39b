package org.lamella.agent.spectator;

import java.util.HashMap;
import java.util.Map;

/**
 * What {@code /proc/PID/status} says of a process.
 *
 * @param pidInside its number in the innermost namespace that it is in
 * @param uid the host's number of its effective user
 * @param residentKibi 0 for one that has ended
 */
record ProcessStatus(long pidInside, int uid, long residentKibi) {
    private static final int EFFECTIVE = 1;

    static ProcessStatus parse(String text) {
        Map<String, String[]> fields = new HashMap<>();
        text.lines().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0) {
                // The name, which the process chooses, comes first and on one line; what follows it is the kernel's.
                fields.put(
                        line.substring(0, colon),
                        line.substring(colon + 1).strip().split("\\s+", -1));
            }
        });
        String[] pids = fields.get("NSpid");
        return new ProcessStatus(
                Long.parseLong(pids[pids.length - 1]),
                Integer.parseInt(fields.get("Uid")[EFFECTIVE]),
                fields.containsKey("VmRSS") ? Long.parseLong(fields.get("VmRSS")[0]) : 0);
    }
}
