package org.lamella.cli;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lamella logs}. */
@Command(
        name = "logs",
        description = "What a sliver has printed: its initscripts, and what they have started.",
        customSynopsis = "lamella logs [--node NODE] [--follow] SLICE",
        footer = {"", "For example:", "  lamella logs demo_hello --follow"})
final class LogsCommand implements Runnable {
    private static final Duration PAUSE = Duration.ofSeconds(1);
    /** What would move the cursor or colour the screen of whoever reads: it is the sliver's to choose. */
    private static final Pattern SEQUENCE = Pattern.compile("\u001b\\[[0-9;?]*[ -/]*[@-~]");

    private static final Pattern UNREADABLE = Pattern.compile("[\\p{Cntrl}\\p{Cf}&&[^\n\t]]");

    private final Lamella lamella;

    @Parameters(index = "0", paramLabel = "SLICE", description = "The slice.")
    private String slice;

    @Option(names = "--node", paramLabel = "NODE", description = "On this node; needed when several slivers run.")
    private Optional<String> node;

    @Option(names = "--follow", description = "Go on with what it prints from now on, until this is ended.")
    private boolean follow;

    LogsCommand(Lamella lamella) {
        this.lamella = lamella;
    }

    @Override
    public void run() {
        var api = lamella.api();
        var path =
                Api.path("slices", slice, "slivers", node.orElseGet(() -> Sliver.onlyRunning(api, slice)), "console");
        var answer = api.get(path);
        if (!follow) {
            lamella.answer(
                    answer, List.of(readable(Json.text(answer, "text", "")).stripTrailing()));
            return;
        }
        try {
            while (true) {
                var text = Json.text(answer, "text", "");
                if (!text.isEmpty()) {
                    lamella.console().write(readable(text));
                }
                Thread.sleep(PAUSE);
                answer = api.get(path + "?from=" + Json.number(answer, "next"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static String readable(String printed) {
        return UNREADABLE
                .matcher(SEQUENCE.matcher(printed).replaceAll("").replace("\r\n", "\n"))
                .replaceAll("\ufffd");
    }
}
