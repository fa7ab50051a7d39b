package org.lamella.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.lamella.agent.runtime.Execution;

/**
 * From IBM's comparison of containers (RC25482): requests and their answers by the host's own network and through a sliver's link and address
 * translation, with a server at the other end of the uplink; and memory and small reads and writes of a disk in a sliver and on
 * the host, in turn.
 */
final class Modes {
    private static final int ROUNDS = Pace.USUAL.rounds(3);
    private static final int SECONDS = Pace.USUAL.seconds(2);
    private static final String SLICE = "demo_modes";
    private static final String LOOPBACK = "127.0.0.1";
    private static final String NAT = "sliver, veth and NAT";
    private static final String UPLINK = "host, uplink";

    private final BenchNode node;
    private final BenchWorld world;
    private final Path root;

    /** @param node whose uplink leads to that world, and whose image was made of that root */
    Modes(BenchNode node, BenchWorld world, Path root) {
        this.node = node;
        this.world = world;
        this.root = root;
    }

    void measure(Results results) throws Exception {
        node.apply(List.of(node.ownSliver(SLICE, 1)));
        network(results);
        Comparison places = new Comparison(List.of(Place.sliver(node, SLICE), Place.host(root)), ROUNDS);
        for (Trial trial : List.of(
                // Its size must not hang on what of the processor a place shows.
                Trial.stress("memory bandwidth", "stream 1 --stream-l3-size 16M", SECONDS),
                Trial.stress("memory at random", "memthrash 1 --memthrash-method random", SECONDS),
                Trial.fio("4 KiB read at random", "randread", SECONDS),
                Trial.fio("4 KiB written at random", "randwrite", SECONDS))) {
            places.costs(trial, "", results);
        }
        node.apply(List.of());
    }

    private void network(Results results) throws Exception {
        List<Process> servers = new ArrayList<>();
        try (Execution inside = node.exec(SLICE, "exec " + Redis.SERVER)) {
            servers.add(start(List.of("nsenter", "--net=/proc/" + world.pid() + "/ns/net")));
            servers.add(start(List.of()));
            Comparison ways = new Comparison(
                    List.of(
                            to(NAT, Place.sliver(node, SLICE), BenchWorld.ADDRESS),
                            to(UPLINK, Place.host(root), BenchWorld.ADDRESS),
                            to("sliver, its loopback", Place.sliver(node, SLICE), LOOPBACK),
                            to("host, loopback", Place.host(root), LOOPBACK)),
                    ROUNDS);
            latency(ways.rates(Redis.oneByOne(SECONDS)), results);
            throughput(ways.rates(Redis.pipelined(SECONDS)), results);
        } finally {
            for (Process server : servers) {
                server.destroy();
                server.waitFor(10, TimeUnit.SECONDS);
            }
        }
    }

    private static Place to(String name, Place from, String server) {
        return new Place(name, script -> from.output("server=" + server + "\n" + script));
    }

    private Process start(List<String> before) throws IOException {
        List<String> command = new ArrayList<>(before);
        command.addAll(Place.hostShell(root));
        command.add("exec " + Redis.SERVER);
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectErrorStream(true)
                .start();
    }

    private static void latency(Map<String, List<Double>> rates, Results results) {
        rates.forEach((way, found) -> results.add(
                "request and answer, " + way,
                new Samples(found.stream().map(rate -> 1e6 / rate).toList()),
                "us",
                "",
                "one at a time"));
        if (rates.containsKey(NAT) && rates.containsKey(UPLINK)) {
            results.add(
                    "request and answer, veth and NAT / host",
                    Samples.ratios(rates.get(UPLINK), rates.get(NAT)),
                    "",
                    "",
                    "time, in pairs");
        }
    }

    private static void throughput(Map<String, List<Double>> rates, Results results) {
        rates.forEach((way, found) ->
                results.add("requests, " + way, new Samples(found), "1/s", "", "16 connections, 16 at a time"));
        if (rates.containsKey(NAT) && rates.containsKey(UPLINK)) {
            results.add(
                    "requests, veth and NAT / host",
                    Samples.ratios(rates.get(NAT), rates.get(UPLINK)),
                    "",
                    "",
                    "rate, in pairs");
        }
    }
}
