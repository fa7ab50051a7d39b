package org.lamella.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** PostgreSQL's own load generator, on the embedded server, with statements prepared as the driver of the control plane does. */
final class PgBench {
    private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+)");

    private final String program;
    private final Path postgres;
    private final Path scripts;
    private final List<String> arguments = new ArrayList<>();

    /** @param postgres the control plane's {@code postgres} folder */
    PgBench(String program, Path postgres, Path scripts) {
        this.program = program;
        this.postgres = postgres;
        this.scripts = scripts;
    }

    /** One of the transactions, of which one at random is run each time. */
    void add(String name, List<StatementLog.Statement> statements) throws IOException {
        StringBuilder script = new StringBuilder();
        for (int number = 0; number < statements.size(); number++) {
            StatementLog.Statement statement = statements.get(number);
            String sql = statement.sql();
            for (Map.Entry<Integer, String> value : statement.values().entrySet().stream()
                    .sorted(Map.Entry.<Integer, String>comparingByKey().reversed())
                    .toList()) {
                String variable = "v_" + name + "_" + number + "_" + value.getKey();
                sql = sql.replace("$" + value.getKey(), ":" + variable);
                arguments.addAll(List.of("-D", variable + "=" + value.getValue()));
            }
            script.append(sql).append(";\n");
        }
        Path file = scripts.resolve(name + ".sql");
        Files.writeString(file, script);
        arguments.addAll(List.of("-f", file.toString()));
    }

    /** @return transactions in a second */
    double run(int connections, Duration time) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                program,
                "-n",
                "-M",
                "prepared",
                "-c",
                Integer.toString(connections),
                "-j",
                Integer.toString(Math.min(2, connections)),
                "-T",
                Long.toString(time.toSeconds()),
                "-h",
                "127.0.0.1",
                "-p",
                text("port"),
                "-U",
                "lamella"));
        command.addAll(arguments);
        command.add("lamella");
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PGPASSWORD", text("password"));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher rate = RATE.matcher(output);
        if (process.waitFor() != 0 || !rate.find()) {
            throw new IOException("pgbench ended with " + process.exitValue() + ": " + output);
        }
        return Double.parseDouble(rate.group(1));
    }

    private String text(String file) throws IOException {
        return Files.readString(postgres.resolve(file)).strip();
    }
}
