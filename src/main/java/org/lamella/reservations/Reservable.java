package org.lamella.reservations;

import java.math.BigDecimal;
import java.util.Optional;

/** What of a node can be reserved. */
enum Reservable {
    CPU("cpuPercent") {
        @Override
        String text(BigDecimal amount) {
            return Reservation.plain(amount) + " %";
        }

        @Override
        BigDecimal heldBy(Reservation reservation) {
            return reservation.cpuPercent();
        }

        @Override
        String heldWords(Reservation reservation) {
            String percent = text(reservation.cpuPercent());
            return reservation.cpuCores() == 0
                    ? percent
                    : Reservation.cores(reservation.cpuCores()) + " of its own (" + percent + ")";
        }

        @Override
        Optional<BigDecimal> wantedBy(ReservationRequest request) {
            return request.cpuPercent();
        }

        @Override
        Optional<BigDecimal> amountAskedBy(ReservationRequest request) {
            return request.cpuCores().isPresent() ? Optional.empty() : wantedBy(request);
        }
    },
    NETWORK("networkBits") {
        @Override
        String text(BigDecimal amount) {
            return Reservation.plain(amount.movePointLeft(MEGA_DIGITS)) + " Mbit/s";
        }

        @Override
        BigDecimal heldBy(Reservation reservation) {
            return BigDecimal.valueOf(reservation.networkBits());
        }

        @Override
        Optional<BigDecimal> wantedBy(ReservationRequest request) {
            return request.networkBits().map(BigDecimal::valueOf);
        }
    },
    MEMORY("memoryBytes") {
        @Override
        String text(BigDecimal amount) {
            BigDecimal[] mebibytes = amount.divideAndRemainder(MEBIBYTE);
            return mebibytes[1].signum() == 0
                    ? Reservation.plain(mebibytes[0]) + " MiB of memory"
                    : Reservation.plain(amount) + " bytes of memory";
        }

        @Override
        BigDecimal heldBy(Reservation reservation) {
            return BigDecimal.valueOf(reservation.memoryBytes());
        }

        @Override
        Optional<BigDecimal> wantedBy(ReservationRequest request) {
            return request.memoryBytes().map(BigDecimal::valueOf);
        }
    };

    private static final int MEGA_DIGITS = 6;
    private static final BigDecimal MEBIBYTE = BigDecimal.valueOf(1 << 20);

    private final String field;

    Reservable(String field) {
        this.field = field;
    }

    abstract BigDecimal heldBy(Reservation reservation);

    abstract Optional<BigDecimal> wantedBy(ReservationRequest request);

    /** As {@link #wantedBy}, without what is asked for in whole cores: whether those are free is for {@link CoreRoom} to say. */
    Optional<BigDecimal> amountAskedBy(ReservationRequest request) {
        return wantedBy(request);
    }

    /** What somebody holds of it, for people. */
    String heldWords(Reservation reservation) {
        return text(heldBy(reservation));
    }

    /** Its name in the API. */
    String field() {
        return field;
    }

    /** Exactly, for people. */
    abstract String text(BigDecimal amount);
}
