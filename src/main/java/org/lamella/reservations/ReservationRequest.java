package org.lamella.reservations;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.lamella.web.FieldError;

/**
 * What somebody wants to have guaranteed: any of these, at least one, and of CPU time either a part or whole cores. Text and
 * numbers from outside, not checked yet.
 *
 * @param cpuCores so many whole cores of its own
 * @param capped whether it wants no more CPU time than that
 * @param misread what could not be read as what it should be
 */
public record ReservationRequest(
        Optional<BigDecimal> cpuPercent,
        Optional<Long> cpuCores,
        Optional<Long> networkBits,
        Optional<Long> memoryBytes,
        boolean capped,
        List<FieldError> misread) {
    private static final BigDecimal ALL = BigDecimal.valueOf(100);
    private static final int DIGITS = 2;
    /** As many as the kernel knows. */
    private static final long MOST_CORES = 8_192;

    private static final long LEAST_BITS = 8_000;
    private static final long MOST_BITS = 1_000_000_000_000L;
    private static final long LEAST_MEMORY = 1 << 20;
    private static final long MOST_MEMORY = 1L << 50;

    private static final Pattern PERCENT = Pattern.compile("([0-9]{1,6}(\\.[0-9]{1,6})?)\\s*%?");
    private static final Pattern COUNT = Pattern.compile("[0-9]{1,6}");
    private static final Pattern AMOUNT = Pattern.compile("([0-9]{1,12})\\s*([kMGT]?)");
    private static final Map<String, Long> MANY =
            Map.of("", 1L, "k", 1_000L, "M", 1_000_000L, "G", 1_000_000_000L, "T", 1_000_000_000_000L);

    public ReservationRequest {
        misread = List.copyOf(misread);
    }

    /**
     * @param cpuPercent as a person types it, with a comma or a point; empty for none, as are the next three
     * @param cpuCores a whole number
     * @param networkBits a whole number, such as {@code 50000000} or {@code 50M}; likewise the next
     */
    public static ReservationRequest typed(
            String cpuPercent, String cpuCores, String networkBits, String memoryBytes, boolean capped) {
        List<FieldError> misread = new ArrayList<>();
        return new ReservationRequest(
                percent(cpuPercent.strip(), misread),
                count(cpuCores.strip(), misread),
                amount("networkBits", networkBits.strip(), misread),
                amount("memoryBytes", memoryBytes.strip(), misread),
                capped,
                misread);
    }

    private static Optional<BigDecimal> percent(String text, List<FieldError> misread) {
        Matcher percent = PERCENT.matcher(text.replace(',', '.'));
        if (percent.matches()) {
            return Optional.of(new BigDecimal(percent.group(1)));
        }
        if (!text.isEmpty()) {
            misread.add(FieldError.invalid("cpuPercent", "must be a number such as 25 or 12.5, not " + text));
        }
        return Optional.empty();
    }

    private static Optional<Long> count(String text, List<FieldError> misread) {
        if (COUNT.matcher(text).matches()) {
            return Optional.of(Long.valueOf(text));
        }
        if (!text.isEmpty()) {
            misread.add(FieldError.invalid("cpuCores", "must be a whole number such as 2, not " + text));
        }
        return Optional.empty();
    }

    private static Optional<Long> amount(String field, String text, List<FieldError> misread) {
        Matcher amount = AMOUNT.matcher(text);
        if (amount.matches()) {
            BigDecimal number = new BigDecimal(amount.group(1)).multiply(BigDecimal.valueOf(MANY.get(amount.group(2))));
            return Optional.of(number.min(BigDecimal.valueOf(Long.MAX_VALUE)).longValue());
        }
        if (!text.isEmpty()) {
            misread.add(FieldError.invalid(field, "must be a whole number, such as 50000000 or 50M, not " + text));
        }
        return Optional.empty();
    }

    /**
     * The same of a node with so many cores, whose part of its CPU time is known then. Rounded up, so that no sum of them is less
     * than what they take.
     */
    ReservationRequest on(int cpus) {
        return cpuCores.isEmpty() || cpus == 0
                ? this
                : new ReservationRequest(
                        cpuCores.map(cores -> ALL.multiply(BigDecimal.valueOf(cores))
                                .divide(BigDecimal.valueOf(cpus), DIGITS, RoundingMode.CEILING)),
                        cpuCores,
                        networkBits,
                        memoryBytes,
                        capped,
                        misread);
    }

    List<FieldError> objections() {
        List<FieldError> errors = new ArrayList<>(misread);
        if (misread.isEmpty()
                && cpuPercent.isEmpty()
                && cpuCores.isEmpty()
                && networkBits.isEmpty()
                && memoryBytes.isEmpty()) {
            errors.add(
                    FieldError.invalid(
                            "cpuPercent",
                            "is needed, or cpuCores, or networkBits, or memoryBytes: percent of the node's CPU time, such as 25"));
        }
        cpuPercent.flatMap(ReservationRequest::objection).ifPresent(errors::add);
        cpuCores.flatMap(cores -> outside("cpuCores", cores, 1, MOST_CORES)).ifPresent(errors::add);
        if (cpuCores.isPresent() && cpuPercent.isPresent()) {
            errors.add(
                    FieldError.invalid(
                            "cpuCores",
                            "is asked for, and cpuPercent too: a sliver has either whole cores of its own or a part of all CPU time"));
        }
        networkBits
                .flatMap(bits -> outside("networkBits", bits, LEAST_BITS, MOST_BITS))
                .ifPresent(errors::add);
        memoryBytes
                .flatMap(bytes -> outside("memoryBytes", bytes, LEAST_MEMORY, MOST_MEMORY))
                .ifPresent(errors::add);
        if (capped && cpuCores.isPresent()) {
            errors.add(FieldError.invalid(
                    "capped",
                    "is about a part of all CPU time; a sliver with cores of its own runs on no others anyway"));
        } else if (misread.isEmpty() && capped && cpuPercent.isEmpty()) {
            errors.add(FieldError.invalid(
                    "capped", "is about CPU time, of which nothing is reserved; the network is bounded by a ceiling"));
        }
        return errors;
    }

    private static Optional<FieldError> objection(BigDecimal percent) {
        if (percent.signum() <= 0 || percent.compareTo(ALL) > 0) {
            return Optional.of(FieldError.invalid(
                    "cpuPercent", "must be more than 0 and at most 100, not " + percent.toPlainString()));
        }
        return percent.stripTrailingZeros().scale() > DIGITS
                ? Optional.of(FieldError.invalid(
                        "cpuPercent",
                        "has at most " + DIGITS + " digits after the point, not " + percent.toPlainString()))
                : Optional.empty();
    }

    private static Optional<FieldError> outside(String field, long number, long least, long most) {
        return number < least || number > most
                ? Optional.of(FieldError.invalid(field, "must be from " + least + " to " + most + ", not " + number))
                : Optional.empty();
    }
}
