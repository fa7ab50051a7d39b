package org.lamella.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {
    @TempDir
    private Path folder;

    @Test
    void measuresAPartAgainAndKeepsTheOthers() throws Exception {
        Path file = folder.resolve("bench/paper.json");
        Results first = new Results(file);
        first.begin("cpu");
        first.add("share 1", 14, "%", "", "");
        first.begin("disk");
        first.add("share 1", 20, "%", "", "");
        first.write();

        Results second = new Results(file);
        second.begin("cpu");
        second.add("share 1", 15, "%", "14.29 +- 0.5", "");
        second.write();

        assertThat(new Results(file).all())
                .filteredOn(result -> !result.metric().equals(Results.BEGUN))
                .extracting(Result::part, Result::value)
                .containsExactlyInAnyOrder(tuple("disk", 20.0), tuple("cpu", 15.0));
        assertThat(new Results(file).all())
                .filteredOn(result -> result.metric().equals(Results.BEGUN))
                .extracting(Result::part)
                .containsExactly("disk", "cpu");
    }

    @Test
    void readsWhatWasWrittenBeforeThereWereParts() throws Exception {
        Path file = folder.resolve("old.json");
        Files.writeString(file, """
                [ { "metric" : "agent", "value" : 1.5, "unit" : "ms", "aim" : "", "note" : "5 runs" } ]""");

        assertThat(new Results(file).all())
                .containsExactly(new Result("", "agent", 1.5, "ms", "", "5 runs", List.of()));
    }

    @Test
    void keepsTheSpreadOfSamples() throws Exception {
        Results results = new Results(folder.resolve("one.json"));
        results.add("loss", new Samples(List.of(3.0, 1.0, 2.0)), "%", "<= 5", "pairs");

        assertThat(results.all())
                .containsExactly(new Result("", "loss", 2, "%", "<= 5", "pairs: 3, 1.00 to 3.00", List.of(1.0, 3.0)));
    }

    @Test
    void leavesOutWhatIsEmpty() throws Exception {
        Path file = folder.resolve("plain.json");
        Results results = new Results(file);
        results.add("agent", 1, "ms", "", "");
        results.write();

        assertThat(Files.readString(file)).contains("\"metric\"", "\"aim\"").doesNotContain("part", "spread");
    }
}
