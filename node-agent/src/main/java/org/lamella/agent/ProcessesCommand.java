package org.lamella.agent;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.lamella.agent.cgroups.Cgroups;
import org.lamella.agent.host.Mounts;
import org.lamella.agent.plan.SliceNames;
import org.lamella.agent.spectator.KernelSpectator;
import org.lamella.agent.spectator.SliverProcess;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Looks, and asks no agent: it works beside one that runs, and without. */
@Command(
        name = "processes",
        description = "Lists all processes of all slivers of this node, those with the most CPU time first.",
        mixinStandardHelpOptions = true)
final class ProcessesCommand implements Callable<Integer> {
    private static final long KIBI = 1024;
    private static final String ROW = "%-24s %8s %8s %6s %-2s %12s %10s %-20s %s";

    @Option(
            names = "--cgroup",
            paramLabel = "NAME",
            defaultValue = "lamella",
            description = "the cgroup that the agent was given (${DEFAULT-VALUE})")
    private String cgroup;

    @Option(names = "--slice", paramLabel = "SLICE", description = "of this slice alone")
    private Optional<String> slice = Optional.empty();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        List<SliverProcess> found = new KernelSpectator(new Cgroups(Mounts.all(), cgroup))
                .processes(slice.map(SliceNames::onNode)).stream()
                        .sorted(Comparator.comparing(SliverProcess::cpuTime)
                                .reversed()
                                .thenComparing(SliverProcess::slice)
                                .thenComparingLong(SliverProcess::pid))
                        .toList();
        PrintWriter out = spec.commandLine().getOut();
        out.println(ROW.formatted("SLICE", "PID", "INSIDE", "USER", "S", "CPU", "KIB", "STARTED", "COMMAND"));
        found.forEach(process -> out.println(row(process)));
        out.flush();
        return Main.OK;
    }

    private static String row(SliverProcess process) {
        return ROW.formatted(
                SliceNames.ofNode(process.slice()),
                process.pid(),
                process.pidInside(),
                process.uidInside() == 0 ? "root" : process.uidInside(),
                process.state(),
                clock(process.cpuTime()),
                process.memoryBytes() / KIBI,
                process.started().truncatedTo(ChronoUnit.SECONDS),
                process.command());
    }

    private static String clock(Duration time) {
        return "%d:%02d:%02d.%02d"
                .formatted(time.toHours(), time.toMinutesPart(), time.toSecondsPart(), time.toMillisPart() / 10);
    }
}
