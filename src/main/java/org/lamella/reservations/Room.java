package org.lamella.reservations;

import java.math.BigDecimal;

/**
 * How something of a node is spoken for.
 *
 * @param system what nobody can reserve
 * @param reserved what is reserved in all
 * @param free what may still be reserved
 */
public record Room(BigDecimal system, BigDecimal reserved, BigDecimal free) {
    static Room of(BigDecimal all, BigDecimal system, BigDecimal reserved) {
        return new Room(
                system, reserved, all.subtract(system).subtract(reserved).max(BigDecimal.ZERO));
    }
}
