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
import org.lamella.agent.plan.SliverLife;
import org.lamella.agent.plan.SliverPlan;

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
    private static final String SCRIPT = "echo " + WORD;

    private final Path home;
    private final BenchNode node;

    FirstInstruction(Path home, BenchNode node) {
        this.home = home;
        this.node = node;
    }

    /** @see Peers#folder */
    void measure(Path folder, Results results) throws Exception {
        Peers peers = new Peers(folder);
        List<String> able = new ArrayList<>(peers.running(SCRIPT).keySet());
        List<Double> ours = new ArrayList<>();
        Map<String, List<Double>> theirs = new LinkedHashMap<>();
        for (int round = 0; round < WARM_UPS + ROUNDS; round++) {
            double own = sliver(round + 1);
            boolean counts = round >= WARM_UPS;
            if (counts) {
                ours.add(own);
            }
            for (String peer : List.copyOf(able)) {
                double took = container(peer, peers.running(SCRIPT).get(peer), folder.resolve("errors"));
                if (took < 0) {
                    able.remove(peer);
                } else if (counts) {
                    theirs.computeIfAbsent(peer, name -> new ArrayList<>()).add(took);
                }
            }
        }
        results.addSamples("sliver, plan to first instruction", new Samples(ours), "ms", "");
        theirs.forEach((peer, times) -> {
            results.addSamples(peer, new Samples(times), "ms", "");
            results.addSamples("sliver / " + peer, Samples.ratios(ours, times), "", "");
        });
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
    private static double container(String peer, List<String> command, Path errors)
            throws IOException, InterruptedException {
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
}
