package org.lamella.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.lamella.agent.disk.CostMeter;
import org.lamella.agent.disk.DiskCost;
import org.lamella.agent.host.BlockDevice;
import org.lamella.agent.host.Commands;
import org.lamella.agent.host.Posix;
import org.lamella.agent.plan.SliverIo;
import org.lamella.agent.plan.SliverPlan;
import org.lamella.agent.plan.SliverPromise;
import org.lamella.agent.runtime.Execution;

/**
 * What slivers with shares of 1 : 2 : 4 of a disk get of it while all of them write, or read, as much as they can past the cache, with {@code io.cost},
 * with BFQ and without either, in turn; and with BFQ when the slivers' own disks go through the host's cache, as loop devices do unless they are told
 * otherwise. What each got is what went through the device that is its own disk.
 *
 * <p>The node's folder must be on a disk of its own: that one's scheduler is changed, and no other's.
 */
final class DiskShares {
    private static final int ROUNDS = Pace.USUAL.rounds(3);
    private static final Duration SETTLING = Pace.USUAL.time(Duration.ofSeconds(2));
    private static final Duration WINDOW = Pace.USUAL.time(Duration.ofSeconds(4));
    private static final List<Integer> SHARES = List.of(1, 2, 4);
    private static final int SECTOR = 512;
    private static final double MEGABYTE = 1e6;

    private enum Way {
        /** The kernel's cost model, after the disk was measured as {@code lamella-agent measure-disk} does. */
        COST("io.cost", "none", true),
        BFQ("bfq", "bfq", true),
        /** The sliver's disk goes through the cache of the file that it is. */
        CACHED("bfq, own disks cached", "bfq", false),
        NONE("none", "none", true);

        private final String words;
        private final String scheduler;
        private final boolean direct;

        Way(String words, String scheduler, boolean direct) {
            this.words = words;
            this.scheduler = scheduler;
            this.direct = direct;
        }
    }

    /** The disks of which slivers have parts. */
    enum Disk {
        /** Faster than the CPUs can ask. */
        FAST("disk", ""),
        SLOW("slowdisk", "slow disk, ");

        private final String folder;
        private final String words;

        Disk(String folder, String words) {
            this.folder = folder;
            this.words = words;
        }

        /** In the benchmark's own. */
        String folder() {
            return folder;
        }

        private List<Way> ways() {
            return this == FAST ? List.of(Way.values()) : List.of(Way.COST, Way.BFQ, Way.NONE);
        }
    }

    /** In the kernel's own order (Documentation/block/stat.rst): sectors read, sectors written. */
    private static final int READ = 2;

    private static final int WRITTEN = 6;
    private static final Path BLOCK = Path.of("/sys/block");

    private final Disk disk;
    private final Path home;
    private final BenchNode node;
    private final Path queue;
    private final DiskCost cost;
    private final List<Way> ways;
    private final Commands commands = new Commands(Posix.open(), "bench-disk");

    /** @param home the node's folder */
    DiskShares(Disk disk, Path home, BenchNode node) throws IOException {
        this.disk = disk;
        this.home = home;
        this.node = node;
        BlockDevice device = BlockDevice.under(home).orElseThrow(() -> new IOException(home + " is on no single disk"));
        if (!device.name().startsWith("loop")) {
            throw new IOException(home + " is on " + device.name() + ", which is not this benchmark's own");
        }
        this.queue = BLOCK.resolve(device.name()).resolve("queue");
        this.cost = new DiskCost(node.cgroups());
        this.ways = disk.ways().stream()
                .filter(way -> way != Way.COST || cost.isKnown())
                .toList();
    }

    void measure(Results results) throws Exception {
        if (ways.contains(Way.COST)) {
            new CostMeter(cost, home, CostMeter.Effort.USUAL).measure(System.err::println);
        } else {
            System.err.println("io.cost is not measured: this host has none, or its io controller in v1");
        }
        Files.writeString(queue.resolve("scheduler"), "bfq");
        try {
            node.apply(SHARES.stream().map(this::plan).toList());
            compare("written", "write", WRITTEN, results);
            compare("read", "read", READ, results);
            node.apply(List.of());
        } finally {
            cost.suspend(home);
            Files.writeString(queue.resolve("scheduler"), "none");
        }
    }

    private static String slice(int share) {
        return "demo_io" + share;
    }

    private SliverPlan plan(int share) {
        return node.ownSliver(slice(share), share).with(SliverPromise.FAIR.with(new SliverIo(share, 0, 0)));
    }

    private void compare(String done, String does, int field, Results results) throws Exception {
        Map<String, BlockDevice> disks = new LinkedHashMap<>();
        List<Execution> running = new ArrayList<>();
        // As a thread: its processes begin sessions of their own, and would outlive the one that is ended.
        for (int share : SHARES) {
            disks.put(slice(share), disk(slice(share)));
            running.add(node.exec(
                    slice(share),
                    "exec fio --thread --name=hog --filename=/tmp/hog --size=256M --direct=1 --ioengine=libaio --iodepth=16 --bs=128k --rw="
                            + does + " --time_based --runtime=600 --minimal >/dev/null 2>&1"));
        }
        Map<Way, List<Map<String, Double>>> windows = new LinkedHashMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            for (Way way : ways) {
                go(way);
                Thread.sleep(SETTLING);
                windows.computeIfAbsent(way, first -> new ArrayList<>())
                        .addAll(Windows.take(
                                        disks.keySet(),
                                        slice -> sectors(disks.get(slice), field) * SECTOR / MEGABYTE,
                                        1,
                                        WINDOW)
                                .windows());
            }
        }
        running.forEach(Execution::close);
        windows.forEach((way, found) -> add(disk.words + done, way, new Windows(found), results));
    }

    private void go(Way way) throws IOException {
        if (way == Way.COST) {
            cost.resume(home);
        } else {
            cost.suspend(home);
        }
        Files.writeString(queue.resolve("scheduler"), way.scheduler);
        if (way.scheduler.equals("bfq")) {
            // Else it favours whom it takes for a person.
            Files.writeString(queue.resolve("iosched/low_latency"), "0");
        }
        for (int share : SHARES) {
            commands.run(List.of(
                    "losetup",
                    "--direct-io=" + (way.direct ? "on" : "off"),
                    "/dev/" + disk(slice(share)).name()));
        }
        if (way.direct) {
            // What they left in the cache before would compete with what they write now, in nobody's name.
            commands.run(List.of("sync", "--file-system", home.toString()));
        }
    }

    private static void add(String done, Way way, Windows windows, Results results) {
        int sum = SHARES.stream().mapToInt(Integer::intValue).sum();
        List<String> slices = SHARES.stream().map(DiskShares::slice).toList();
        for (int share : SHARES) {
            results.add(
                    "%s, %s, share %d of 1 : 2 : 4".formatted(done, way.words, share),
                    windows.part(slice(share), slices),
                    "%",
                    way == Way.NONE ? "" : "%.2f +- 3".formatted(share * 100.0 / sum),
                    "windows");
        }
        results.add("%s, %s, all".formatted(done, way.words), windows.all(), "MB/s", "", "windows");
    }

    private BlockDevice disk(String slice) throws IOException {
        return BlockDevice.under(home.resolve("run/disks").resolve(slice))
                .orElseThrow(() -> new IOException(slice + " has no disk of its own"));
    }

    private static double sectors(BlockDevice disk, int field) throws IOException {
        return Long.parseLong(Files.readString(BLOCK.resolve(disk.name()).resolve("stat"))
                .strip()
                .split("\\s+", -1)[field]);
    }
}
