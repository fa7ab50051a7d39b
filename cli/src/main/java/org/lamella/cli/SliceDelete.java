package org.lamella.cli;

import static java.util.stream.Collectors.joining;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lamella slice delete}. */
@Command(name = "delete", description = "Give a slice back, with all that is in it.")
final class SliceDelete implements Runnable {
    /** The server answers at once when the slice is gone; this bounds how old the shown progress can be. */
    private static final Duration ROUND = Duration.ofSeconds(2);

    /** Against a server that answers at once, although the slice is still there. */
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final Lamella lamella;

    @Parameters(paramLabel = "NAME", description = "The slice.")
    private String name;

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            arity = "0..1",
            converter = WaitTime.class,
            preprocessor = WaitTime.OnlyAttached.class,
            description =
                    "Wait until every node has let go of it, at most so long (" + WaitTime.USUAL + " without a TIME).")
    private Optional<Duration> wait;

    @Option(names = "--yes", description = "Do not ask for the name at a terminal.")
    private boolean yes;

    @Mixin
    private WriteOptions options;

    SliceDelete(Lamella lamella) {
        this.lamella = lamella;
    }

    @Override
    public void run() {
        var api = lamella.api();
        if (lamella.console().interactive() && !yes && !options.dryRun()) {
            askForTheName();
        }
        new Actions(lamella).write(options.delete(Api.path("slices", name)), answer -> {
            var limit = wait.filter(time -> !options.dryRun());
            limit.ifPresent(time -> awaitGone(api, time));
            return List.of("slice " + name + (limit.isPresent() ? " is gone" : " will go, node by node"));
        });
    }

    private void askForTheName() {
        lamella.console().scrawl("All files of " + name + " go, on every node, for good. Its name again: ");
        if (!lamella.console().readLine().equals(name)) {
            throw Failure.usage("that is not its name; nothing was deleted");
        }
    }

    private void awaitGone(Api api, Duration limit) {
        var clock = lamella.console().clock();
        var end = clock.instant().plus(limit);
        try (var progress = new Progress(lamella.console())) {
            for (var left = left(api); left.isPresent(); left = left(api)) {
                progress.show(name + ": slivers left: " + left.get().size());
                if (!clock.instant().isBefore(end)) {
                    throw Failure.unsettled(name + " is still there after " + Ages.length(limit)
                            + left.get().stream()
                                    .map(sliver -> "\n  " + sliver.line())
                                    .collect(joining()));
                }
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.unsettled("interrupted while waiting for " + name + " to go");
        }
    }

    /** What is left of the slice; empty when it is gone. */
    private Optional<List<Sliver>> left(Api api) {
        return api.awaitSettled(Api.path("slices", name, "slivers"), ROUND)
                .map(list -> Json.items(list, "items").stream().map(Sliver::of).toList());
    }
}
