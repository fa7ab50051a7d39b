package org.lamella.reservations;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/**
 * How the cores of a node are spoken for. One always stays for those that have none of their own.
 *
 * @param all that the node has; 0 while it has not said
 * @param own those that are some slice's alone
 * @param free how many may still be had alone: of what is free of the node's CPU time, too
 */
public record CoreRoom(int all, int own, int free) {
    private static final BigDecimal WHOLE = BigDecimal.valueOf(100);

    /** @param cpu what is spoken for of the CPU time, in percent */
    static CoreRoom of(int all, Room cpu, List<Reservation> held) {
        int own = held.stream().mapToInt(Reservation::cpuCores).sum();
        int inTime = cpu.free()
                .multiply(BigDecimal.valueOf(all))
                .divide(WHOLE, 0, RoundingMode.FLOOR)
                .intValue();
        return new CoreRoom(all, own, Math.max(0, Math.min(inTime, all - 1 - own)));
    }

    String words() {
        return all == 0
                ? "not said yet how many it has"
                : own + " of " + all + " are slices' own, " + free + " can be had, 1 stays for all others";
    }
}
