package org.lamella.agent;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.lamella.agent.cgroups.Cgroups;
import org.lamella.agent.disk.CostMeter;
import org.lamella.agent.disk.DiskCost;
import org.lamella.agent.host.Mounts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "measure-disk",
        description =
                "Finds out what the slivers' disk does at most, which takes a minute or two, and has the kernel's io.cost share it"
                        + " by that from then on. The agent must be stopped, and nobody else should use the disk.",
        mixinStandardHelpOptions = true)
final class MeasureDiskCommand implements Callable<Integer> {
    @Option(
            names = "--state",
            paramLabel = "DIR",
            defaultValue = "/var/lib/lamella",
            description = "as run is given it (${DEFAULT-VALUE})")
    private Path state;

    @Option(
            names = "--cgroup",
            paramLabel = "NAME",
            defaultValue = "lamella",
            description = "as run is given it (${DEFAULT-VALUE})")
    private String cgroup;

    @Option(names = "--forget", description = "do not measure: have the kernel share the disk no more")
    private boolean forget;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Path folder = state.toAbsolutePath().normalize();
        PrintWriter out = spec.commandLine().getOut();
        try (StateLock lock = StateLock.take(folder)) {
            CostMeter meter =
                    new CostMeter(new DiskCost(new Cgroups(Mounts.all(), cgroup)), folder, CostMeter.Effort.USUAL);
            if (forget) {
                meter.forget();
                out.println("what was measured is forgotten; the kernel shares the disk no more");
            } else {
                meter.measure(line -> {
                    out.println(line);
                    out.flush();
                });
            }
            out.flush();
        }
        return Main.OK;
    }
}
