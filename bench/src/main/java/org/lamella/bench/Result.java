package org.lamella.bench;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Objects;

/**
 * One figure.
 *
 * @param part of the benchmark that it belongs to; empty where that has none
 * @param unit empty for a ratio or a count
 * @param aim what it is to reach, in words; empty where there is none
 * @param note how it was measured
 * @param spread the smallest and the largest of what was measured; empty where it was measured once
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record Result(
        @JsonInclude(JsonInclude.Include.NON_EMPTY) String part,
        String metric,
        double value,
        String unit,
        String aim,
        String note,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Double> spread) {
    Result {
        // Left out of the file where they are empty.
        part = Objects.requireNonNullElse(part, "");
        spread = spread == null ? List.of() : List.copyOf(spread);
    }
}
