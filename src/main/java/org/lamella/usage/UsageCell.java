package org.lamella.usage;

import org.jspecify.annotations.Nullable;

/**
 * What a page says of one sliver's last five minutes.
 *
 * @param state {@code live}, {@code active}, {@code idle} for one whose context has nothing but itself, or {@code unheard}
 * @param cpu percent of one CPU, as text; empty where it is not known
 * @param trend of the last hours; null where a page has too many slivers
 */
public record UsageCell(String state, String cpu, @Nullable Trend trend) {
    static final UsageCell UNHEARD = new UsageCell("unheard", "", null);

    public String words() {
        return state.equals("unheard") ? "not heard" : state + (cpu.isEmpty() ? "" : ", " + cpu + " % CPU");
    }
}
