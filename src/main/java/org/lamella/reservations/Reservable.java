package org.lamella.reservations;

import java.math.BigDecimal;
import java.util.Optional;

/** What of a node can be reserved. */
enum Reservable {
    CPU("cpuPercent", " %") {
        @Override
        BigDecimal heldBy(Reservation reservation) {
            return reservation.cpuPercent();
        }

        @Override
        Optional<BigDecimal> wantedBy(ReservationRequest request) {
            return request.cpuPercent();
        }
    },
    NETWORK("networkBits", " bit/s") {
        @Override
        BigDecimal heldBy(Reservation reservation) {
            return BigDecimal.valueOf(reservation.networkBits());
        }

        @Override
        Optional<BigDecimal> wantedBy(ReservationRequest request) {
            return request.networkBits().map(BigDecimal::valueOf);
        }
    },
    MEMORY("memoryBytes", " bytes of memory") {
        @Override
        BigDecimal heldBy(Reservation reservation) {
            return BigDecimal.valueOf(reservation.memoryBytes());
        }

        @Override
        Optional<BigDecimal> wantedBy(ReservationRequest request) {
            return request.memoryBytes().map(BigDecimal::valueOf);
        }
    };

    private final String field;
    private final String unit;

    Reservable(String field, String unit) {
        this.field = field;
        this.unit = unit;
    }

    abstract BigDecimal heldBy(Reservation reservation);

    abstract Optional<BigDecimal> wantedBy(ReservationRequest request);

    /** Its name in the API. */
    String field() {
        return field;
    }

    String text(BigDecimal amount) {
        return Reservation.plain(amount) + unit;
    }
}
