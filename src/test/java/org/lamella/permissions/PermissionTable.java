package org.lamella.permissions;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The table as people read it: a line for each endpoint, {@code METHOD path | cells | … | what is sent}. */
record PermissionTable(SequencedMap<Endpoint, Row> rows) {
    private static final List<List<Who>> GROUPS = List.of(
            List.of(Who.STRANGER),
            List.of(Who.USER, Who.MEMBER, Who.TECH, Who.PI),
            List.of(Who.USER_ELSEWHERE, Who.MEMBER_ELSEWHERE, Who.TECH_ELSEWHERE, Who.PI_ELSEWHERE),
            List.of(Who.ADMIN, Who.ADMIN_WITHOUT_SCOPE, Who.PI_READING));
    private static final int PATH_WIDTH = 66;

    /**
     * One endpoint.
     *
     * @param sent the body that gets past validation: JSON for the API, form fields for a page; may be empty
     */
    record Row(Map<Who, Outcome> cells, String sent) {
        String line(Endpoint endpoint) {
            String outcomes = GROUPS.stream()
                    .map(group -> group.stream()
                            .map(who -> cell(String.valueOf(cells.get(who)), who))
                            .collect(Collectors.joining(" ")))
                    .collect(Collectors.joining(" | "));
            return ("%-" + PATH_WIDTH + "s | %s | %s")
                    .formatted(endpoint, outcomes, sent)
                    .strip();
        }
    }

    /** @throws IllegalArgumentException naming the line that is not one of a table */
    static PermissionTable read(List<String> lines) {
        SequencedMap<Endpoint, Row> rows = new TreeMap<>();
        for (String line : lines) {
            if (!line.isBlank() && !line.startsWith("#")) {
                String[] parts = line.split("\\|", GROUPS.size() + 2);
                if (parts.length != GROUPS.size() + 2) {
                    throw new IllegalArgumentException("not a row: " + line);
                }
                String[] endpoint = parts[0].strip().split("\\s+", 2);
                Row row = new Row(cells(parts), parts[parts.length - 1].strip());
                if (rows.put(new Endpoint(endpoint[0], endpoint[1]), row) != null) {
                    throw new IllegalArgumentException("twice in the table: " + line);
                }
            }
        }
        return new PermissionTable(rows);
    }

    private static Map<Who, Outcome> cells(String[] parts) {
        Map<Who, Outcome> cells = new EnumMap<>(Who.class);
        for (int group = 0; group < GROUPS.size(); group++) {
            List<String> words = Arrays.asList(parts[group + 1].strip().split("\\s+"));
            for (int i = 0; i < GROUPS.get(group).size(); i++) {
                cells.put(GROUPS.get(group).get(i), Outcome.read(words.get(i)));
            }
        }
        return cells;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>(List.of(header()));
        rows.forEach((endpoint, row) -> lines.add(row.line(endpoint)));
        return lines;
    }

    static String header() {
        return GROUPS.stream()
                .map(group -> group.stream().map(who -> cell(who.title(), who)).collect(Collectors.joining(" ")))
                .collect(Collectors.joining(" | ", ("%-" + PATH_WIDTH + "s | ").formatted("#"), " |"));
    }

    private static String cell(String word, Who who) {
        return ("%-" + who.title().length() + "s").formatted(word);
    }
}
