package org.lamella.slivers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * The diagram in {@code docs/sliver-lifecycle.md} is the table in {@link SliverStates}. After a change of the table, run
 * this test with {@code -Dlamella.docs.write=true} to write the diagram anew.
 */
class LifecycleDocTest {
    private static final Path DOC = Path.of("../docs/sliver-lifecycle.md");
    private static final String BEGIN = "<!-- generated from SliverStates: begin -->\n";
    private static final String END = "<!-- generated from SliverStates: end -->";

    @Test
    void drawsTheTableThatRuns() throws IOException {
        String doc = Files.readString(DOC);
        String before = doc.substring(0, doc.indexOf(BEGIN) + BEGIN.length());
        String after = doc.substring(doc.indexOf(END));
        String expected = before + diagram() + after;
        if (Boolean.getBoolean("lamella.docs.write")) {
            Files.writeString(DOC, expected);
        }
        assertThat(Files.readString(DOC)).isEqualTo(expected);
    }

    private static String diagram() {
        List<String> lines = new ArrayList<>(List.of("```mermaid", "stateDiagram-v2", "  [*] --> PENDING: attached"));
        for (SliverState from : SliverState.values()) {
            for (Observation observation : Observation.values()) {
                SliverStates.after(from, observation)
                        .ifPresent(transition -> lines.add("  " + from + " --> " + transition.next() + ": "
                                + observation.name().toLowerCase(Locale.ROOT).replace('_', ' ')
                                + (transition.effects().contains(Effect.AUDIT_TROUBLE) ? " (audited)" : "")));
            }
        }
        lines.add("```");
        return String.join("\n", lines) + "\n";
    }
}
