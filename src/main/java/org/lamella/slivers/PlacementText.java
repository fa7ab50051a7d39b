package org.lamella.slivers;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.lamella.slices.Placement;

/** A placement as a person types it: {@code 2}, or {@code node1, node2}. */
final class PlacementText {
    private static final long GIB = 1L << 30;

    private PlacementText() {}

    static Placement placement(String text) {
        String stripped = text.strip();
        return stripped.matches("-?[0-9]+")
                ? new Placement(OptionalInt.of(count(stripped)), List.of())
                : new Placement(OptionalInt.empty(), names(stripped));
    }

    /** 0, which no policy allows, for text that is no number. */
    static int count(String text) {
        return text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : 0;
    }

    static OptionalInt optionalCount(String text) {
        return text.isEmpty() ? OptionalInt.empty() : OptionalInt.of(count(text));
    }

    /** Bytes; -1, which no policy allows, for text that is no number. */
    static OptionalLong optionalGib(String text) {
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(
                text.matches("[0-9]{1,6}([.,][0-9]{1,3})?")
                        ? new BigDecimal(text.replace(',', '.'))
                                .multiply(BigDecimal.valueOf(GIB))
                                .longValue()
                        : -1);
    }

    static List<String> names(String text) {
        return Arrays.stream(text.split("[\\s,]+"))
                .filter(name -> !name.isEmpty())
                .toList();
    }
}
