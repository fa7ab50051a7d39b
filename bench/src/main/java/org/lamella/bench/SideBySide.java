package org.lamella.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What processes, requests and small reads and writes cost in a sliver and in containers of others, in costs on the host, all in turn. Each
 * trial of theirs is in a new container, the sliver is one that is there; starting is not a part of what is measured.
 */
final class SideBySide {
    private static final int ROUNDS = Pace.USUAL.rounds(3);
    private static final int SECONDS = 1;
    private static final String SLICE = "demo_side";

    private final BenchNode node;
    private final Path root;
    private final Peers peers;

    /** @param node whose image was made of that root, as the containers of the others were */
    SideBySide(BenchNode node, Path root, Peers peers) {
        this.node = node;
        this.root = root;
        this.peers = peers;
    }

    void measure(Results results) throws Exception {
        node.apply(List.of(node.ownSliver(SLICE, 1)));
        List<Place> places = new ArrayList<>(List.of(Place.sliver(node, SLICE)));
        peers.managed().forEach((name, shell) -> places.add(Place.command(name, shell)));
        places.add(Place.host(root));
        List<Trial> trials = new ArrayList<>(KernelTable.processes(SECONDS));
        trials.add(Redis.alone(SECONDS));
        trials.add(Trial.fio("4 KiB read at random", "randread", SECONDS));
        trials.add(Trial.fio("4 KiB written at random", "randwrite", SECONDS));
        Comparison comparison = new Comparison(places, ROUNDS);
        for (Trial trial : trials) {
            comparison.costs(trial, "", results);
        }
        node.apply(List.of());
    }
}
