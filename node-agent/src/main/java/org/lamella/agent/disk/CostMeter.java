package org.lamella.agent.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.lamella.agent.disk.CostModel.Rate;
import org.lamella.agent.host.BlockDevice;
import org.lamella.agent.host.Commands;
import org.lamella.agent.host.HostTools;
import org.lamella.agent.host.Posix;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Finds out what a disk does at most, with fio, in a file beside the slivers' disks; and has the kernel share it by that. */
public final class CostMeter {
    /**
     * How thoroughly.
     *
     * @param bytes of the file; more than the disk has memory of its own
     * @param settling how long each kind of request is made before it counts, in whole seconds
     * @param counting and how long while it does
     */
    public record Effort(long bytes, Duration settling, Duration counting) {
        public static final Effort USUAL = new Effort(1L << 30, Duration.ofSeconds(2), Duration.ofSeconds(8));
    }

    private static final Duration FILLING = Duration.ofMinutes(10);
    private static final Duration GRACE = Duration.ofMinutes(1);
    private static final JsonMapper JSON = JsonMapper.shared();

    /** @param depth how many requests are under way at a time */
    private record Pattern(String way, String size, int depth, boolean bytes, String words) {
        boolean reads() {
            return way.contains("read");
        }
    }

    private static final Map<Rate, Pattern> PATTERNS = new EnumMap<>(Map.of(
            Rate.WBPS, new Pattern("write", "1M", 16, true, "bytes a second written"),
            Rate.WSEQIOPS, new Pattern("write", "4k", 64, false, "pages a second written in order"),
            Rate.WRANDIOPS, new Pattern("randwrite", "4k", 64, false, "pages a second written anywhere"),
            Rate.RBPS, new Pattern("read", "1M", 16, true, "bytes a second read"),
            Rate.RSEQIOPS, new Pattern("read", "4k", 64, false, "pages a second read in order"),
            Rate.RRANDIOPS, new Pattern("randread", "4k", 64, false, "pages a second read anywhere")));

    private final DiskCost cost;
    private final Path state;
    private final Effort effort;
    private final Commands commands;

    /** @param state the folder of the agent's state, on the disk that is meant */
    public CostMeter(DiskCost cost, Path state, Effort effort) {
        this.cost = cost;
        this.state = state;
        this.effort = effort;
        this.commands = new Commands(Posix.open(), state.toString());
    }

    /**
     * Takes about a minute, and longer on a disk that takes long to write 1 GB.
     *
     * @param said what was found, as it is found
     * @throws IOException with all that is in the way; then what was in force before is
     */
    public void measure(Consumer<String> said) throws IOException {
        BlockDevice disk = require();
        said.accept("writing a file of %,d bytes on %s".formatted(effort.bytes(), disk.name()));
        Map<Rate, Long> most = new EnumMap<>(Rate.class);
        cost.suspend(state);
        Path file = DiskCost.scratch(state);
        try {
            fio(file, List.of("--rw=read", "--create_only=1"), FILLING);
            for (Map.Entry<Rate, Pattern> each : PATTERNS.entrySet()) {
                long rate = rate(file, each.getValue());
                said.accept("%,15d %s".formatted(rate, each.getValue().words()));
                most.put(each.getKey(), rate);
            }
        } catch (IOException e) {
            resumeAfter(e);
            throw e;
        } finally {
            Files.deleteIfExists(file);
        }
        CostModel model = new CostModel(most);
        cost.keep(state, disk, model);
        said.accept("io.cost shares %s by that, now and whenever the agent starts; requests are to take %d ms at most"
                .formatted(disk.name(), model.latency().toMillis()));
    }

    private void resumeAfter(IOException failure) {
        try {
            cost.resume(state);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /** Has the kernel share the disk no more, now and whenever the agent starts. */
    public void forget() throws IOException {
        cost.forget(state);
    }

    private BlockDevice require() throws IOException {
        Files.deleteIfExists(DiskCost.scratch(state));
        List<String> problems = new ArrayList<>();
        if (!cost.isKnown()) {
            problems.add(
                    "this kernel shares no disk by io.cost: it needs CONFIG_BLK_CGROUP_IOCOST, and the io controller of"
                            + " cgroup v2, which a host that has v1, too, gets when it starts with cgroup_no_v1=blkio");
        }
        if (!HostTools.exists("fio")) {
            problems.add("measuring needs fio: apt-get install fio");
        }
        long free = Files.getFileStore(state).getUsableSpace();
        if (free < 2 * effort.bytes()) {
            problems.add("measuring takes a file of %,d bytes, and as many must stay free; %s has %,d free"
                    .formatted(effort.bytes(), state, free));
        }
        Optional<BlockDevice> disk = BlockDevice.under(state);
        if (disk.isEmpty()) {
            problems.add(state + " is on a file system that is on no single disk");
        }
        if (!problems.isEmpty()) {
            throw new IOException(String.join("; ", problems));
        }
        return disk.orElseThrow();
    }

    private long rate(Path file, Pattern pattern) throws IOException {
        String said = fio(
                file,
                List.of(
                        "--rw=" + pattern.way(),
                        "--bs=" + pattern.size(),
                        "--iodepth=" + pattern.depth(),
                        "--time_based",
                        "--ramp_time=" + effort.settling().toSeconds(),
                        "--runtime=" + effort.counting().toSeconds()),
                effort.settling().plus(effort.counting()).plus(GRACE));
        JsonNode found = report(said)
                .path("jobs")
                .path(0)
                .path(pattern.reads() ? "read" : "write")
                .path(pattern.bytes() ? "bw_bytes" : "iops");
        if (!found.isNumber()) {
            throw new IOException("fio says nothing that can be used: " + said);
        }
        return Math.max(1, Math.round(found.doubleValue()));
    }

    /** What fio notes comes before its report. */
    private static JsonNode report(String said) throws IOException {
        try {
            return JSON.readTree(said.substring(Math.max(0, said.indexOf('{'))));
        } catch (JacksonException e) {
            throw new IOException("fio says nothing that can be used: " + said, e);
        }
    }

    private String fio(Path file, List<String> options, Duration limit) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "fio",
                "--name=measure",
                "--filename=" + file,
                "--size=" + effort.bytes(),
                "--direct=1",
                "--ioengine=libaio",
                "--thread",
                "--output-format=json"));
        command.addAll(options);
        return commands.run(command, limit);
    }
}
