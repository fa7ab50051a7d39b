package org.lamella.bench;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.lamella.agent.plan.SliverLife;
import org.lamella.agent.plan.SliverPlan;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * From the wish for a context to the first instruction of a shell in it: a sliver of the agent, and containers of others, in
 * turn. Theirs print a word, ours makes a file on its disk, which is looked for five thousand times a second.
 *
 * <p>Theirs get no network and no disk of their own and are not kept by anybody; ours has a link with rules, a disk with limits, a
 * console log and a record, and its plan is on disk before it begins.
 */
final class FirstInstruction {
    private static final int WARM_UPS = 2;
    private static final int ROUNDS = 20;
    private static final long LOOK_NANOS = 200_000;
    private static final long PATIENCE_SECONDS = 30;
    private static final String WORD = "first";

    private final Path home;
    private final BenchNode node;
    private final Map<String, List<String>> peers = new LinkedHashMap<>();

    FirstInstruction(Path home, BenchNode node) {
        this.home = home;
        this.node = node;
    }

    /** @param folder with what the script beside the benchmark has prepared: {@code rootfs}, {@code lxc}, {@code docker.sock} */
    void measure(Path folder, Results results) throws Exception {
        find(folder);
        List<Double> ours = new ArrayList<>();
        Map<String, List<Double>> theirs = new LinkedHashMap<>();
        for (int round = 0; round < WARM_UPS + ROUNDS; round++) {
            double own = sliver(round + 1);
            boolean counts = round >= WARM_UPS;
            if (counts) {
                ours.add(own);
            }
            for (String peer : List.copyOf(peers.keySet())) {
                double took = container(peer, folder, round);
                if (took < 0) {
                    peers.remove(peer);
                } else if (counts) {
                    theirs.computeIfAbsent(peer, name -> new ArrayList<>()).add(took);
                }
            }
        }
        results.addSamples("sliver, plan to first instruction", samples(ours), "ms", "");
        theirs.forEach((peer, times) -> {
            results.addSamples(peer, samples(times), "ms", "");
            results.addSamples(
                    "sliver / " + peer,
                    new Samples(IntStream.range(0, Math.min(ours.size(), times.size()))
                            .mapToDouble(round -> ours.get(round) / times.get(round))),
                    "",
                    "");
        });
    }

    private void find(Path folder) throws IOException {
        String rootfs = folder.resolve("rootfs").toString();
        List<String> shell = List.of("/bin/sh", "-c", "echo " + WORD);
        bundle(folder, rootfs, shell);
        String bundle = folder.resolve("bundle").toString();
        peers.put("runc run", List.of("runc", "--root", folder + "/runc", "run", "--bundle", bundle, "NAME"));
        peers.put(
                "crun run",
                List.of(
                        "unshare",
                        "--mount",
                        "sh",
                        "-c",
                        "umount /sys/fs/cgroup/unified 2>/dev/null; exec crun \"$@\"",
                        "crun",
                        "--root",
                        folder + "/crun",
                        "run",
                        "--bundle",
                        bundle,
                        "NAME"));
        peers.put(
                "docker run",
                with(
                        List.of(
                                "docker",
                                "-H",
                                "unix://" + folder + "/docker.sock",
                                "run",
                                "--rm",
                                "--network",
                                "none",
                                "bench"),
                        shell));
        peers.put(
                "podman run",
                with(
                        List.of(
                                "podman",
                                "--root",
                                folder + "/podman",
                                "--runroot",
                                folder + "/podman-run",
                                "--cgroup-manager=cgroupfs",
                                "--runtime=runc",
                                "run",
                                "--rm",
                                // Else it asks for more than a root without CAP_SYS_RESOURCE may give.
                                "--ulimit=nofile=1024:1024",
                                "--ulimit=nproc=1024:1024",
                                "--network=none",
                                "bench"),
                        shell));
        peers.put(
                "lxc-execute",
                with(
                        List.of(
                                "lxc-execute",
                                "-n",
                                "bench",
                                "-P",
                                folder + "/lxc",
                                "-f",
                                folder + "/lxc/bench/config",
                                "--"),
                        shell));
        peers.put(
                "systemd-nspawn",
                with(
                        List.of(
                                "systemd-nspawn",
                                "--quiet",
                                "--register=no",
                                "--keep-unit",
                                "--private-network",
                                "--as-pid2",
                                "-D",
                                rootfs),
                        shell));
    }

    private static List<String> with(List<String> command, List<String> more) {
        List<String> all = new ArrayList<>(command);
        all.addAll(more);
        return all;
    }

    /** What {@code runc spec} gives, with another command, for runc and crun. */
    private static void bundle(Path folder, String rootfs, List<String> command) throws IOException {
        Path file = folder.resolve("bundle/config.json");
        ObjectNode config = (ObjectNode) JsonMapper.shared().readTree(Files.readString(file));
        ObjectNode process = (ObjectNode) config.path("process");
        process.put("terminal", false);
        process.putPOJO("args", command);
        ((ObjectNode) config.path("root")).put("path", rootfs);
        Files.writeString(file, config.toString());
    }

    private double sliver(int round) throws IOException, InterruptedException {
        String slice = "demo_first" + round;
        Path file = home.resolve("run/rootfs").resolve(slice).resolve(WORD);
        SliverPlan plan = BenchNode.sliver(slice, round).with(new SliverLife("#!/bin/sh\n: >/" + WORD + "\n"));
        long begin = System.nanoTime();
        node.propose(List.of(plan));
        long limit = begin + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!Files.exists(file)) {
            if (System.nanoTime() > limit) {
                throw new IOException(slice + " did nothing within " + PATIENCE_SECONDS + " s");
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        double took = (System.nanoTime() - begin) / 1e6;
        node.apply(List.of());
        return took;
    }

    /** @return milliseconds; negative when it cannot be done here, which is said */
    private double container(String peer, Path folder, int round) throws IOException, InterruptedException {
        List<String> command = peers.get(peer).stream()
                .map(word -> word.equals("NAME")
                        ? "lamella-bench-" + ProcessHandle.current().pid() + "-" + round
                        : word)
                .toList();
        Path errors = folder.resolve("errors");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectError(errors.toFile());
        long begin = System.nanoTime();
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            System.out.println(peer + ": not here: " + e.getMessage());
            return -1;
        }
        try (InputStream output = process.getInputStream()) {
            int first = output.read();
            double took = (System.nanoTime() - begin) / 1e6;
            output.readAllBytes();
            if (first != WORD.charAt(0) || process.waitFor() != 0) {
                System.out.println(peer + ": does not run here: "
                        + Files.readString(errors).strip());
                return -1;
            }
            return took;
        }
    }

    private static Samples samples(List<Double> values) {
        return new Samples(values.stream().flatMapToDouble(DoubleStream::of));
    }
}
