package org.lamella.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class LogLineTest {
    private final LogRecord record = new LogRecord(Level.WARNING, "a {0} c");

    @Test
    void tellsWhenHowBadWhoAndWhat() {
        prepare("b");
        assertThat(new LogLine().format(record)).isEqualTo("2026-01-01T12:00:00.500Z WARNING Link: a b c\n");
    }

    @Test
    void keepsARecordOnOneLineWhateverIsInIt() {
        prepare("evil\n2026-01-01T12:00:00Z INFO    Link: forged");
        assertThat(new LogLine().format(record)).hasLineCount(1).contains("evil\\n2026");
    }

    @Test
    void namesTheCausesOfAnExceptionOnTheSameLine() {
        prepare("b");
        record.setThrown(new IllegalStateException("outer", new IOException("inner")));
        assertThat(new LogLine().format(record))
                .hasLineCount(1)
                .contains("java.lang.IllegalStateException: outer [", "because of java.io.IOException: inner [");
    }

    private void prepare(String parameter) {
        record.setLoggerName("org.lamella.agent.controllink.Link");
        record.setInstant(Instant.parse("2026-01-01T12:00:00.500Z"));
        record.setParameters(new Object[] {parameter});
    }
}
