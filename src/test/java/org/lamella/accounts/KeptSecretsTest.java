package org.lamella.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.lamella.agentlink.Agents;
import org.lamella.testing.Browsers;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.Rest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Somebody reads the log and every table: they can sign in as nobody and join as no node. */
@ControlPlaneTest
@ExtendWith(OutputCaptureExtension.class)
class KeptSecretsTest {
    @Autowired
    private Rest rest;

    @Autowired
    private Agents agents;

    @Autowired
    private Browsers browsers;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void areNeitherInTheLogNorInTheDatabase(CapturedOutput output) {
        String joinCode = agents.add("node1");
        agents.join(joinCode);
        String used = browsers.signInCode();
        browsers.open().signIn(used);
        String unused = browsers.signInCode();
        String joinSecret = joinCode.substring("lamella-".length(), joinCode.indexOf('.'));
        for (String secret : List.of(rest.token(), used, unused, joinSecret)) {
            assertThat(output.getAll()).doesNotContain(secret);
            assertThat(tablesHolding(secret)).as("tables that hold %s", secret).isEmpty();
        }
    }

    @Test
    void wouldBeFoundIfTheyWereThere() {
        rest.post("/api/v1/slices", "{\"name\": \"demo_a\", \"description\": \"lat_found\"}");
        assertThat(tablesHolding("lat_found")).containsExactly("slices");
    }

    /** As text, and as the bytes of that text. */
    private List<String> tablesHolding(String secret) {
        List<String> holding = new ArrayList<>();
        for (String table : jdbc.sql("select table_name from information_schema.tables"
                        + " where table_schema = 'public' and table_type = 'BASE TABLE'")
                .query(String.class)
                .list()) {
            boolean found = jdbc.sql("select exists (select 1 from " + table + " t where t::text like :part"
                            + " or t::text like '%' || encode(convert_to(:secret, 'UTF8'), 'hex') || '%')")
                    .param("part", "%" + secret + "%")
                    .param("secret", secret)
                    .query(Boolean.class)
                    .single();
            if (found) {
                holding.add(table);
            }
        }
        return holding;
    }
}
