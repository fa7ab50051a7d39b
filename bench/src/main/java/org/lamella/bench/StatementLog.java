package org.lamella.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the embedded PostgreSQL was asked to do, from its own log: nobody has to guess which statements a request takes.
 *
 * @param folder the control plane's {@code postgres} folder
 */
record StatementLog(Path folder) {
    private static final Pattern HEAD = Pattern.compile(
            "^[0-9-]+ [0-9:.]+ \\S+ \\[(\\d+)] (\\w+):  (?:execute [^:]+: |statement: |[Pp]arameters: )?(.*)$");
    private static final Pattern PARAMETER = Pattern.compile("\\$(\\d+) = (?:'((?:[^']|'')*)'|NULL)");

    /**
     * One statement.
     *
     * @param process the server's process that did it, one for each connection
     * @param values by the number of their parameter
     */
    record Statement(String process, String sql, Map<Integer, String> values) {
        boolean begins() {
            return sql.regionMatches(true, 0, "BEGIN", 0, 5);
        }

        boolean ends() {
            return sql.equalsIgnoreCase("COMMIT") || sql.equalsIgnoreCase("ROLLBACK");
        }
    }

    /** Everything that the server does during the work. */
    List<Statement> during(Work work) throws IOException, InterruptedException {
        Path log = folder.resolve("log");
        switchTo("all");
        int before = Files.readAllLines(log).size();
        try {
            work.run();
        } finally {
            switchTo("none");
        }
        return parse(Files.readAllLines(log).stream().skip(before).toList());
    }

    /** Something that makes the server work. */
    interface Work {
        void run() throws IOException, InterruptedException;
    }

    private void switchTo(String what) throws IOException, InterruptedException {
        Files.writeString(
                folder.resolve("data/postgresql.conf"), "log_statement = '" + what + "'\n", StandardOpenOption.APPEND);
        String postmaster =
                Files.readAllLines(folder.resolve("data/postmaster.pid")).getFirst();
        new ProcessBuilder("kill", "-HUP", postmaster).start().waitFor();
        // The server's processes look at their settings between two statements.
        TimeUnit.SECONDS.sleep(1);
    }

    private static List<Statement> parse(List<String> lines) {
        List<Statement> statements = new ArrayList<>();
        for (String line : lines) {
            Matcher head = HEAD.matcher(line);
            if (!head.matches()) {
                Statement last = statements.isEmpty() ? null : statements.removeLast();
                if (last != null) {
                    statements.add(new Statement(last.process, last.sql + " " + line.strip(), last.values));
                }
            } else if (head.group(2).equals("LOG")) {
                statements.add(new Statement(head.group(1), head.group(3), Map.of()));
            } else if (head.group(2).equals("DETAIL")) {
                Statement last = statements.removeLast();
                statements.add(new Statement(last.process, last.sql, values(head.group(3))));
            }
        }
        return statements;
    }

    private static Map<Integer, String> values(String detail) {
        Map<Integer, String> values = new LinkedHashMap<>();
        Matcher parameter = PARAMETER.matcher(detail);
        while (parameter.find()) {
            values.put(Integer.valueOf(parameter.group(1)), parameter.group(2).replace("''", "'"));
        }
        return values;
    }
}
