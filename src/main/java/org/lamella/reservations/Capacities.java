package org.lamella.reservations;

import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lamella.nodes.Node;
import org.lamella.web.StateConflict;
import org.lamella.web.StateConflict.Alternative;
import org.lamella.web.StateConflict.Conflict;
import org.springframework.stereotype.Component;

/** What nodes have to promise, and whether a promise fits. */
@Component
class Capacities {
    private static final BigDecimal ALL = BigDecimal.valueOf(100);

    private final Ledger ledger;
    private final Uplinks uplinks;
    private final ReservationSettings settings;

    Capacities(Ledger ledger, Uplinks uplinks, ReservationSettings settings) {
        this.ledger = ledger;
        this.uplinks = uplinks;
        this.settings = settings;
    }

    NodeCapacity of(Node node) {
        List<Reservation> held = ledger.ofNode(node.id());
        Map<Reservable, Room> rooms = rooms(node, held);
        return new NodeCapacity(
                rooms.get(Reservable.CPU),
                CoreRoom.of(node.host().cpus(), rooms.get(Reservable.CPU), held),
                rooms.get(Reservable.MEMORY),
                rooms.get(Reservable.NETWORK),
                uplinks.of(node.id()),
                held);
    }

    /** Without the network where the node has no cap. */
    private Map<Reservable, Room> rooms(Node node, List<Reservation> held) {
        Map<Reservable, Room> rooms = new EnumMap<>(Reservable.class);
        long memory = node.host().memoryBytes();
        long cap = uplinks.of(node.id()).capBits();
        rooms.put(Reservable.CPU, Room.of(ALL, settings.systemPercent(), sum(Reservable.CPU, held)));
        rooms.put(
                Reservable.MEMORY,
                Room.of(BigDecimal.valueOf(memory), settings.systemMemory(memory), sum(Reservable.MEMORY, held)));
        if (cap > 0) {
            rooms.put(
                    Reservable.NETWORK,
                    Room.of(BigDecimal.valueOf(cap), BigDecimal.ZERO, sum(Reservable.NETWORK, held)));
        }
        return rooms;
    }

    private static BigDecimal sum(Reservable of, List<Reservation> held) {
        return held.stream().map(of::heldBy).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /**
     * To be called under the node's lock.
     *
     * @throws StateConflict with all that the node has not enough left of: both numbers, who holds the rest, and what is free
     */
    void require(String slice, Node node, ReservationRequest request) {
        List<Reservation> others = ledger.ofNode(node.id()).stream()
                .filter(held -> !held.slice().equals(slice))
                .toList();
        Map<Reservable, Room> rooms = rooms(node, others);
        CoreRoom cores = CoreRoom.of(node.host().cpus(), rooms.get(Reservable.CPU), others);
        Map<Reservable, String> missing = new EnumMap<>(Reservable.class);
        request.cpuCores()
                .flatMap(wanted -> shortOfCores(wanted, node.name().text(), cores, rooms.get(Reservable.CPU), others))
                .ifPresent(words -> missing.put(Reservable.CPU, words));
        for (Reservable of : Reservable.values()) {
            of.amountAskedBy(request)
                    .flatMap(wanted ->
                            shortfall(of, wanted, node.name().text(), Optional.ofNullable(rooms.get(of)), others))
                    .ifPresent(words -> missing.put(of, words));
        }
        if (!missing.isEmpty()) {
            throw new StateConflict(
                    String.join("; ", missing.values()),
                    missing.keySet().stream()
                            .flatMap(of -> conflicts(of, others))
                            .toList(),
                    alternatives(request, rooms, cores));
        }
    }

    private static Optional<String> shortfall(
            Reservable of, BigDecimal wanted, String node, Optional<Room> room, List<Reservation> others) {
        if (room.isEmpty()) {
            return Optional.of(of.text(wanted) + " of " + node + " is asked for, and nobody has said how much it has:"
                    + " an admin must set the cap of its uplink first");
        }
        if (wanted.compareTo(room.get().free()) <= 0) {
            return Optional.empty();
        }
        String kept = room.get().system().signum() == 0
                ? ""
                : of.text(room.get().system()) + " is kept for the node itself, ";
        return Optional.of("%s of %s is asked for, %s is free: %s%s"
                .formatted(of.text(wanted), node, of.text(room.get().free()), kept, holders(of, others)));
    }

    private static Optional<String> shortOfCores(
            long wanted, String node, CoreRoom cores, Room cpu, List<Reservation> others) {
        String asked = Reservation.cores(wanted) + " of " + node + (wanted == 1 ? " is asked for" : " are asked for");
        if (cores.all() == 0) {
            return Optional.of(asked + ", and it has not said yet how many it has");
        }
        return wanted <= cores.free()
                ? Optional.empty()
                : Optional.of(
                        "%s, %s free: it has %d, 1 always stays for all others, %s is kept for the node itself, %s"
                                .formatted(
                                        asked,
                                        cores.free() == 1 ? "1 is" : cores.free() + " are",
                                        cores.all(),
                                        Reservable.CPU.text(cpu.system()),
                                        holders(Reservable.CPU, others)));
    }

    private static String holders(Reservable of, List<Reservation> others) {
        String holders = holding(of, others)
                .map(held -> held.slice() + " has " + of.heldWords(held))
                .collect(Collectors.joining(", "));
        return holders.isEmpty() ? "nobody has reserved any" : holders;
    }

    private static Stream<Reservation> holding(Reservable of, List<Reservation> all) {
        return all.stream().filter(held -> of.heldBy(held).signum() > 0);
    }

    private static Stream<Conflict> conflicts(Reservable of, List<Reservation> others) {
        return holding(of, others)
                .map(held ->
                        new Conflict("reservation", held.slice(), "has " + of.heldWords(held) + " of " + held.node()));
    }

    /** As much of each as is asked for and free. */
    private static List<Alternative> alternatives(
            ReservationRequest request, Map<Reservable, Room> rooms, CoreRoom cores) {
        Map<String, Object> body = new LinkedHashMap<>();
        request.cpuCores()
                .map(wanted -> Math.min(wanted, cores.free()))
                .filter(amount -> amount > 0)
                .ifPresent(amount -> body.put("cpuCores", amount));
        for (Reservable of : Reservable.values()) {
            Optional<BigDecimal> least = of.amountAskedBy(request)
                    .flatMap(wanted -> Optional.ofNullable(rooms.get(of)).map(room -> wanted.min(room.free())))
                    .filter(amount -> amount.signum() > 0);
            least.ifPresent(amount -> body.put(of.field(), number(of, amount)));
        }
        if (body.isEmpty() || (request.capped() && !body.containsKey(Reservable.CPU.field()))) {
            return List.of();
        }
        body.put("capped", request.capped());
        return List.of(new Alternative("all that is free", body));
    }

    private static Object number(Reservable of, BigDecimal amount) {
        return of == Reservable.CPU ? amount.stripTrailingZeros() : amount.longValue();
    }

    /**
     * To be called under the node's lock.
     *
     * @throws StateConflict when more than so much of its network is reserved
     */
    void requireCap(Node node, long capBits) {
        List<Reservation> held = ledger.ofNode(node.id());
        BigDecimal reserved = sum(Reservable.NETWORK, held);
        if (reserved.compareTo(BigDecimal.valueOf(capBits)) > 0) {
            throw new StateConflict(
                    "%s is reserved of %s, which is more than a cap of %s: %s"
                            .formatted(
                                    Reservable.NETWORK.text(reserved),
                                    node.name(),
                                    Reservable.NETWORK.text(BigDecimal.valueOf(capBits)),
                                    holders(Reservable.NETWORK, held)),
                    conflicts(Reservable.NETWORK, held).toList(),
                    List.of());
        }
    }
}
