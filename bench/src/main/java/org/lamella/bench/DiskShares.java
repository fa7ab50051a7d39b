package org.lamella.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.lamella.agent.host.BlockDevice;
import org.lamella.agent.plan.SliverIo;
import org.lamella.agent.plan.SliverPlan;
import org.lamella.agent.plan.SliverPromise;
import org.lamella.agent.runtime.Execution;

/**
 * What slivers with shares of 1 : 2 : 4 of a disk get of it while all of them write, or read, as much as they can past the cache, with BFQ and
 * without any scheduler, in turn. What each got is what went through the device that is its own disk.
 *
 * <p>The node's folder must be on a disk of its own: that one's scheduler is changed, and no other's.
 */
final class DiskShares {
    private static final int ROUNDS = Pace.USUAL.rounds(4);
    private static final Duration SETTLING = Pace.USUAL.time(Duration.ofSeconds(2));
    private static final Duration WINDOW = Pace.USUAL.time(Duration.ofSeconds(4));
    private static final List<Integer> SHARES = List.of(1, 2, 4);
    private static final int SECTOR = 512;
    private static final double MEGABYTE = 1e6;
    /** In the kernel's own order (Documentation/block/stat.rst): sectors read, sectors written. */
    private static final int READ = 2;

    private static final int WRITTEN = 6;
    private static final Path BLOCK = Path.of("/sys/block");

    private final Path home;
    private final BenchNode node;
    private final Path queue;

    /** @param home the node's folder */
    DiskShares(Path home, BenchNode node) throws IOException {
        this.home = home;
        this.node = node;
        BlockDevice disk = BlockDevice.under(home).orElseThrow(() -> new IOException(home + " is on no single disk"));
        if (!disk.name().startsWith("loop")) {
            throw new IOException(home + " is on " + disk.name() + ", which is not this benchmark's own");
        }
        this.queue = BLOCK.resolve(disk.name()).resolve("queue");
    }

    void measure(Results results) throws Exception {
        Files.writeString(queue.resolve("scheduler"), "bfq");
        try {
            Files.writeString(queue.resolve("iosched/low_latency"), "0");
            node.apply(SHARES.stream().map(this::plan).toList());
            compare("written", "write", WRITTEN, results);
            compare("read", "read", READ, results);
            node.apply(List.of());
        } finally {
            Files.writeString(queue.resolve("scheduler"), "none");
        }
    }

    private static String slice(int share) {
        return "demo_io" + share;
    }

    private SliverPlan plan(int share) {
        return node.ownSliver(slice(share), share).with(SliverPromise.FAIR.with(new SliverIo(share, 0, 0)));
    }

    private void compare(String done, String way, int field, Results results) throws Exception {
        Map<String, Path> devices = new LinkedHashMap<>();
        List<Execution> running = new ArrayList<>();
        for (int share : SHARES) {
            devices.put(slice(share), device(slice(share)));
            running.add(node.exec(
                    slice(share),
                    "exec fio --name=hog --filename=/tmp/hog --size=256M --direct=1 --ioengine=libaio --iodepth=16 --bs=128k --rw="
                            + way + " --time_based --runtime=600 --minimal >/dev/null 2>&1"));
        }
        Map<String, List<Map<String, Double>>> windows = new LinkedHashMap<>();
        Thread.sleep(SETTLING);
        for (int round = 0; round < ROUNDS; round++) {
            for (String scheduler : List.of("bfq", "none")) {
                Files.writeString(queue.resolve("scheduler"), scheduler);
                if (scheduler.equals("bfq")) {
                    Files.writeString(queue.resolve("iosched/low_latency"), "0");
                }
                Thread.sleep(SETTLING);
                windows.computeIfAbsent(scheduler, name -> new ArrayList<>())
                        .addAll(Windows.take(
                                        devices.keySet(),
                                        slice -> sectors(devices.get(slice), field) * SECTOR / MEGABYTE,
                                        1,
                                        WINDOW)
                                .windows());
            }
        }
        running.forEach(Execution::close);
        windows.forEach((scheduler, found) -> add(scheduler, done, new Windows(found), results));
    }

    private static void add(String scheduler, String done, Windows windows, Results results) {
        int sum = SHARES.stream().mapToInt(Integer::intValue).sum();
        List<String> slices = SHARES.stream().map(DiskShares::slice).toList();
        for (int share : SHARES) {
            results.add(
                    "%s with %s, share %d of 1 : 2 : 4".formatted(done, scheduler, share),
                    windows.part(slice(share), slices),
                    "%",
                    scheduler.equals("bfq") ? "%.2f +- 3".formatted(share * 100.0 / sum) : "",
                    "windows");
        }
        results.add("%s with %s, all".formatted(done, scheduler), windows.all(), "MB/s", "", "windows");
    }

    /** That its own disk is. */
    private Path device(String slice) throws IOException {
        Path mounted = home.resolve("run/disks").resolve(slice);
        return BLOCK.resolve(BlockDevice.under(mounted)
                .orElseThrow(() -> new IOException(slice + " has no disk of its own"))
                .name());
    }

    private static double sectors(Path device, int field) throws IOException {
        return Long.parseLong(Files.readString(device.resolve("stat")).strip().split("\\s+", -1)[field]);
    }
}
