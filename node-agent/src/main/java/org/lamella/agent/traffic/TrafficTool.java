package org.lamella.agent.traffic;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.lamella.agent.host.Commands;

/** The host's {@code tc}. */
record TrafficTool(Commands commands) {
    private static final Pattern FAILED = Pattern.compile("Command failed -:(?<line>\\d+)");

    String run(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("tc"));
        command.addAll(List.of(arguments));
        return commands.run(command);
    }

    /**
     * Runs all lines, whatever becomes of others.
     *
     * @return by the index of a line that was refused, what was said to it
     */
    Map<Integer, String> batch(List<String> lines) throws IOException {
        if (lines.isEmpty()) {
            return Map.of();
        }
        String said =
                commands.runTolerating(List.of("tc", "-force", "-batch", "-"), String.join("\n", lines) + "\n", 1);
        Map<Integer, String> refused = new HashMap<>();
        StringJoiner words = new StringJoiner(" ");
        for (String line : said.lines().toList()) {
            Matcher failed = FAILED.matcher(line.strip());
            if (failed.matches()) {
                int index = Integer.parseInt(failed.group("line")) - 1;
                refused.put(index, "tc " + lines.get(index) + ": " + words);
                words = new StringJoiner(" ");
            } else {
                words.add(line.strip());
            }
        }
        return refused;
    }
}
