package org.lamella.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CellsTest {
    private final Cells cells = new Cells(new Ages(Clock.fixed(CommandRun.NOW, ZoneOffset.UTC)));

    private String cell(String value) {
        return cells.cell(Json.parse("{\"x\":" + value + "}"), "x");
    }

    @Test
    void tellsByTheValueWhatItIsLike() {
        assertThat(cell("null")).isEqualTo("-");
        assertThat(cell("\"\"")).isEqualTo("-");
        assertThat(cell("0")).isEqualTo("0");
        assertThat(cell("true")).isEqualTo("yes");
        assertThat(cell("\"2026-11-20T11:00:00+00:00\"")).isEqualTo("60 min ago");
        assertThat(cell("[\"PI\",\"USER\"]")).isEqualTo("PI, USER");
        assertThat(cell("{\"demo\":[\"PI\"],\"ssd\":\"\"}")).isEqualTo("demo=PI, ssd");
        assertThat(cell("{\"wanted\":3,\"running\":2}")).isEqualTo("2 of 3");
    }

    @Test
    void keepsATextOfManyLinesInItsRow() {
        assertThat(cell("\"one\\ntwo\"")).isEqualTo("one two");
    }

    @Test
    void showsListsOfObjectsAsTablesBelowTheOtherFacts() {
        var request = Json.parse("""
                {"id": 7, "createdAt": "2026-11-20T11:59:00Z", "words": [{"kind": "QUESTION", "words": "why?"}]}""");

        assertThat(cells.facts(request))
                .containsExactly("id       7", "created  60 s ago", "", "words:", "KIND      WORDS", "QUESTION  why?");
    }

    @Test
    void headsColumnsByTheirFieldsNames() {
        var node = Json.parse("{\"memoryBytes\": 25275404288, \"drained\": {\"reason\": \"a fan\"}}");

        assertThat(cells.table(List.of(node), List.of("memoryBytes", "drained.reason")))
                .containsExactly("MEMORY  DRAINED REASON", "23 GiB  a fan");
    }
}
