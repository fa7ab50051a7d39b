package org.lamella.reservations;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.lamella.web.FieldError;

/**
 * What somebody wants to have guaranteed. Text and numbers from outside, not checked yet.
 *
 * @param cpuPercent empty when nothing was said, or nothing that is a number
 */
public record ReservationRequest(Optional<BigDecimal> cpuPercent, boolean capped) {
    private static final BigDecimal MOST = BigDecimal.valueOf(100);
    private static final int DIGITS = 2;

    /** @param typed a number as a person types it: with a comma or a point */
    public static ReservationRequest typed(String typed, boolean capped) {
        String number = typed.strip().replace(',', '.').replaceFirst("\\s*%$", "");
        return new ReservationRequest(
                number.matches("[0-9]{1,6}(\\.[0-9]{1,6})?") ? Optional.of(new BigDecimal(number)) : Optional.empty(),
                capped);
    }

    List<FieldError> objections() {
        List<FieldError> errors = new ArrayList<>();
        if (cpuPercent.isEmpty()) {
            errors.add(FieldError.invalid("cpuPercent", "is needed: percent of the node's CPU time, such as 25"));
        } else if (cpuPercent.get().signum() <= 0 || cpuPercent.get().compareTo(MOST) > 0) {
            errors.add(FieldError.invalid(
                    "cpuPercent",
                    "must be more than 0 and at most 100, not "
                            + cpuPercent.get().toPlainString()));
        } else if (cpuPercent.get().stripTrailingZeros().scale() > DIGITS) {
            errors.add(FieldError.invalid(
                    "cpuPercent",
                    "has at most " + DIGITS + " digits after the point, not "
                            + cpuPercent.get().toPlainString()));
        }
        return errors;
    }
}
