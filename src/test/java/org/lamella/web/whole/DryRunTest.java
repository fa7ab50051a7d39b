package org.lamella.web.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lamella.agentlink.Agents;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.Rest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A dry run answers as the true call would, and leaves no trace of itself. */
@ControlPlaneTest
class DryRunTest {
    private static final String CREATE = "{\"name\": \"demo_new\", \"slivers\": {\"nodes\": [\"node1\", \"node2\"]}}";

    @Autowired
    private Rest rest;

    @Autowired
    private Agents agents;

    @Autowired
    private JdbcClient jdbc;

    @BeforeEach
    void prepare() {
        agents.add("node1");
        agents.add("node2");
        rest.post("/api/v1/slices", "{\"name\": \"demo_old\", \"slivers\": {\"nodes\": [\"node1\"]}}");
    }

    @Test
    void createsNothing() {
        assertSameAnswerWithoutTrace(query -> "/api/v1/slices" + query, CREATE, 201);
    }

    @Test
    void attachesNothing() {
        assertSameAnswerWithoutTrace(
                query -> "/api/v1/slices/demo_old/slivers" + query, "{\"nodes\": [\"node2\"]}", 201);
        assertThat(rest.get("/api/v1/slices/demo_old/slivers").texts("items", "node"))
                .containsExactly("node1", "node2");
    }

    @Test
    void deletesNothing() {
        Tables before = Tables.read(jdbc);
        var tried = rest.delete("/api/v1/slices/demo_old?dryRun=true");
        assertThat(Tables.read(jdbc)).isEqualTo(before);
        assertThat(tried.status()).isEqualTo(202);
        assertThat(tried.header("Dry-Run")).isEqualTo("true");
        assertThat(rest.get("/api/v1/slices/demo_old").json().path("state").stringValue())
                .isNotEqualTo("DELETING");
    }

    @Test
    void revokesNothing() {
        Tables before = Tables.read(jdbc);
        var tried = rest.post("/api/v1/nodes/node1/revoke?dryRun=true");
        assertThat(tried.status()).as(tried.text()).isEqualTo(200);
        assertThat(Tables.read(jdbc)).isEqualTo(before);
        assertThat(rest.post("/api/v1/nodes/node1/revoke").json()).isEqualTo(tried.json());
    }

    @Test
    void givesOutNoCode() {
        Tables before = Tables.read(jdbc);
        var tried = rest.post("/api/v1/nodes?dryRun=true", "{\"name\": \"node3\"}");
        assertThat(tried.status()).as(tried.text()).isEqualTo(201);
        assertThat(Tables.read(jdbc)).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"name": "demo_old"}                              | 409 | taken
            {"name": "Not A Name", "slivers": {"count": 0}}   | 400 | invalid-input
            {"name":                                          | 400 | unreadable
            """)
    void refusesAsTheTrueCallDoes(String body, int status, String problem) {
        Tables before = Tables.read(jdbc);
        var tried = rest.post("/api/v1/slices?dryRun=true", body);
        var done = rest.post("/api/v1/slices", body);
        assertThat(tried.status()).isEqualTo(done.status()).isEqualTo(status);
        assertThat(tried.problem()).isEqualTo(done.problem()).isEqualTo(problem);
        assertThat(tried.detail()).isEqualTo(done.detail());
        assertThat(tried.header("Dry-Run")).isEqualTo("true");
        assertThat(Tables.read(jdbc)).isEqualTo(before);
    }

    @Test
    void saysThatThereIsNothingThere() {
        assertThat(rest.post("/api/v1/nothing-here?dryRun=true", "{}").status()).isEqualTo(404);
        assertThat(rest.delete("/api/v1/slices/demo_none?dryRun=true").problem())
                .isEqualTo("not-found");
    }

    @Test
    void remembersNoAnswer() {
        Tables before = Tables.read(jdbc);
        var tried = rest.send(rest.request("/api/v1/slices/demo_old?dryRun=true")
                .header("Idempotency-Key", "k")
                .DELETE());
        assertThat(tried.status()).isEqualTo(202);
        assertThat(Tables.read(jdbc)).isEqualTo(before);
    }

    @Test
    void isTrueOrFalse() {
        var answer = rest.delete("/api/v1/slices/demo_old?dryRun=perhaps");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.wrongFields()).containsExactly("dryRun");
        assertThat(rest.delete("/api/v1/slices/demo_old?dryRun=false").status()).isEqualTo(202);
        assertThat(rest.get("/api/v1/slices/demo_old").status()).isEqualTo(404);
    }

    private void assertSameAnswerWithoutTrace(UnaryOperator<String> path, String body, int status) {
        Tables before = Tables.read(jdbc);
        var tried = rest.post(path.apply("?dryRun=true"), body);
        assertThat(Tables.read(jdbc)).isEqualTo(before);
        var done = rest.post(path.apply(""), body);
        assertThat(tried.status()).as(tried.text()).isEqualTo(status).isEqualTo(done.status());
        assertThat(lasting(tried)).isEqualTo(lasting(done));
        assertThat(tried.header("Location")).isEqualTo(done.header("Location"));
        assertThat(tried.header("Dry-Run")).isEqualTo("true");
        assertThat(done.header("Dry-Run")).isEmpty();
    }

    /** Without the number of a sliver's life, which is drawn anew each time. */
    private static String lasting(Rest.Answer answer) {
        return answer.text().replaceAll("\"incarnation\":[0-9]+", "");
    }
}
