package org.lamella.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class PaperReportTest {
    private static final Path STYLESHEET = Path.of("../src/main/resources/static/lamella.css");

    @TempDir
    private Path folder;

    private static Result result(String part, String metric, double value, String unit, String aim) {
        return new Result(part, metric, value, unit, aim, "3 runs", List.of(value - 1, value + 1));
    }

    private Document plot(String name) throws Exception {
        return parsed(Files.readString(folder.resolve(name)));
    }

    private static Document parsed(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }

    @Test
    void writesOnePageOfAllPartsWithTheirPlots() throws Exception {
        List<Result> found = new ArrayList<>(List.of(
                new Result("cpu", Results.BEGUN, 0.25, "", "", "2026-11-26, 2 cores, kernel 6.18", List.of()),
                result("cpu", "reserved 25 % capped, 8 hogs of 1 thread, median", 24.95, "%", "25 +- 0.25"),
                result("cpu", "share 1 of 1 : 2 : 4, median", 14.1, "%", "14.29 +- 0.5"),
                result("isolation", "victim's loss beside a hog of CPU", -0.4, "%", "<= 2"),
                result("kernel", "fork, sliver / host", 1.01, "", "<= 1.02")));
        for (int together : PostgresFigure.TOGETHER) {
            for (String where : PostgresFigure.WHERE) {
                found.add(result(
                        "postgres", PostgresFigure.METRIC.formatted(together, where), 100 * together, "tps", ""));
            }
        }

        new PaperReport(found).write(folder);

        try (var files = Files.list(folder)) {
            assertThat(files)
                    .extracting(file -> file.getFileName().toString())
                    .containsExactlyInAnyOrder("paper.md", "table3.svg", "shares.svg", "figure7.svg", "figure8.svg");
        }
        assertThat(folder.resolve("paper.md"))
                .content()
                .contains(
                        "Measured on 2026-11-26, 2 cores, kernel 6.18, load 0.25 when it began.",
                        "![Table 3: CPU time, reserved and by shares](table3.svg)",
                        "| fork, sliver / host | 1.01 | 0.01 to 2.01 | <= 1.02 | 3 runs |")
                .doesNotContain("The disk, by shares");
        assertThat(plot("table3.svg").getElementsByTagName("rect").getLength()).isEqualTo(2);
        assertThat(Files.readString(folder.resolve("table3.svg"))).contains("class=\"aim\"");
        assertThat(Files.readString(folder.resolve("figure8.svg"))).doesNotContain("class=\"aim\"");
        assertThat(plot("figure7.svg").getElementsByTagName("polyline").getLength())
                .isEqualTo(2);
    }

    @Test
    void leavesOutAFigureThatIsNotComplete() throws Exception {
        new PaperReport(List.of(result(
                        "postgres", PostgresFigure.METRIC.formatted(1, PostgresFigure.WHERE.getFirst()), 9, "tps", "")))
                .write(folder);

        assertThat(folder.resolve("figure7.svg")).doesNotExist();
        assertThat(folder.resolve("paper.md")).content().contains("| PostgreSQL and pgbench, 1 in all");
    }

    @Test
    void paintsWithTheColoursOfThePages() throws Exception {
        String stylesheet = Files.readString(STYLESHEET);
        String dark = stylesheet.substring(stylesheet.indexOf(":root[data-theme=\"dark\"]"));

        for (String colour : SvgPlot.LIGHT.split("; ?", -1)) {
            assertThat(stylesheet.substring(0, stylesheet.indexOf("@media"))).contains(colour);
        }
        for (String colour : SvgPlot.DARK.split("; ?", -1)) {
            assertThat(dark.substring(0, dark.indexOf('}'))).contains(colour);
        }
    }

    @Test
    void writesWordsThatHoldMarkup() throws Exception {
        String svg = SvgPlot.bars(
                "a < b & c",
                "%",
                List.of(new SvgPlot.Bar("\"<b>\"", new SvgPlot.Value(-3, List.of()), OptionalDouble.empty())));

        assertThat(parsed(svg).getElementsByTagName("title").item(0).getTextContent())
                .isEqualTo("a < b & c");
        assertThat(parsed(svg).getElementsByTagName("b").getLength()).isZero();
    }

    @Test
    void refusesLinesThatDoNotFitTheirTicks() {
        SvgPlot.Line one = new SvgPlot.Line("one", List.of(new SvgPlot.Value(1, List.of())));

        assertThatThrownBy(() -> SvgPlot.lines("t", "x", "y", List.of("1", "2"), List.of(one)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
