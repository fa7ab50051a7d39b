package org.lamella.agent.context;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.lamella.agent.cgroups.Cgroups;
import org.lamella.agent.cpu.CpuKeeper;
import org.lamella.agent.host.Posix;
import org.lamella.agent.network.LinkBytes;
import org.lamella.agent.network.LinkCounters;
import org.lamella.agent.traffic.TrafficKeeper;
import org.lamella.agent.usage.Counted;
import org.lamella.agent.usage.KernelCounts;
import org.lamella.agent.usage.Reading;
import org.lamella.agent.usage.Readings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what the kernel counts of each finished context. Nothing of a sliver is opened, and nothing is run for it. */
final class ContextReadings implements Readings {
    private static final Logger log = LoggerFactory.getLogger(ContextReadings.class);

    private final Folders folders;
    private final ContextRecords records;
    private final Cgroups cgroups;
    private final KernelCounts counts;
    private final CpuKeeper cpu;
    private final TrafficKeeper traffic;
    private final Posix posix;

    ContextReadings(
            Folders folders,
            ContextRecords records,
            Cgroups cgroups,
            CpuKeeper cpu,
            TrafficKeeper traffic,
            Posix posix) {
        this.folders = folders;
        this.records = records;
        this.cgroups = cgroups;
        this.counts = new KernelCounts(cgroups);
        this.cpu = cpu;
        this.traffic = traffic;
        this.posix = posix;
    }

    @Override
    public List<Reading> read() throws IOException {
        Set<String> slices = records.slices();
        Map<String, LinkBytes> links = LinkCounters.of(slices);
        List<Reading> readings = new ArrayList<>();
        for (String slice : slices) {
            Optional<ContextRecord> context = records.find(slice);
            if (context.isPresent()) {
                read(context.get(), Optional.ofNullable(links.get(slice))).ifPresent(readings::add);
            }
        }
        return readings;
    }

    /** @return empty when the context goes just now */
    private Optional<Reading> read(ContextRecord context, Optional<LinkBytes> link) {
        String slice = context.slice();
        try {
            return Optional.of(new Reading(
                    slice,
                    context.incarnation(),
                    context.initStartTicks() + "@" + context.bootId(),
                    new Counted(
                            counts.cpuMicros(slice),
                            link.map(LinkBytes::sent).orElse(Counted.NOT),
                            link.map(LinkBytes::received).orElse(Counted.NOT),
                            counts.diskBytes(slice, false),
                            counts.diskBytes(slice, true)),
                    cpu.delivered(slice),
                    traffic.delivered(slice),
                    counts.memoryEvents(slice),
                    counts.memoryBytes(slice),
                    diskBytes(slice),
                    processes(context)));
        } catch (IOException e) {
            log.debug("{} is not read: {}", slice, e.getMessage());
            return Optional.empty();
        }
    }

    private long diskBytes(String slice) {
        try {
            return posix.fileSystemUse(folders.mountedDisk(slice)).usedBytes();
        } catch (IOException e) {
            return Counted.NOT;
        }
    }

    private long processes(ContextRecord context) throws IOException {
        int all = cgroups.countProcesses(context.slice());
        boolean scripted = Files.exists(folders.initscript(context.slice()))
                || Files.exists(folders.firstInitscript(context.slice()));
        return Math.max(0, all - OwnProcesses.count(context.initPid(), scripted));
    }
}
