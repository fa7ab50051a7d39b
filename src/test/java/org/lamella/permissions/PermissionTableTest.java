package org.lamella.permissions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.lamella.agentlink.Agents;
import org.lamella.testing.Browsers;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.People;
import org.lamella.testing.Rest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Calls every endpoint as everybody and compares how far they come with {@code permissions.txt}. A new endpoint needs a
 * row there: what it answers now is written to {@code target/permissions.txt}, to be read by eye before it is taken over.
 */
@ControlPlaneTest
class PermissionTableTest {
    private static final Path AS_IT_IS = Path.of("target", "permissions.txt");

    @Autowired
    private ApplicationContext application;

    @Autowired
    private Rest rest;

    @Autowired
    private People people;

    @Autowired
    private Browsers browsers;

    @Autowired
    private Agents agents;

    @Autowired
    private JdbcTemplate jdbc;

    @Autowired
    private TransactionTemplate transaction;

    @Test
    void letsEverybodyAsFarAsTheTableSays() throws Exception {
        PermissionTable wanted = wanted();
        Set<Endpoint> endpoints = Endpoint.all(application);
        TwoSites sites = new TwoSites(rest, people, browsers, agents, JdbcClient.create(jdbc));
        SequencedMap<Endpoint, PermissionTable.Row> rows = new TreeMap<>();
        try (DatabaseSnapshot snapshot = DatabaseSnapshot.take(jdbc, transaction)) {
            for (Endpoint endpoint : endpoints) {
                PermissionTable.Row row = wanted.rows().get(endpoint);
                String sent = row == null ? "" : row.sent();
                rows.put(endpoint, new PermissionTable.Row(cells(endpoint, sent, sites, snapshot), sent));
            }
        }
        PermissionTable found = new PermissionTable(rows);
        Files.write(AS_IT_IS, found.lines());
        assertThat(found.lines())
                .as("who comes how far; as it is now: src/%s", AS_IT_IS)
                .containsExactlyElementsOf(wanted.lines());
    }

    private static Map<Who, Outcome> cells(Endpoint endpoint, String sent, TwoSites sites, DatabaseSnapshot snapshot)
            throws IOException, InterruptedException {
        Map<Who, Outcome> cells = new EnumMap<>(Who.class);
        for (Who who : Who.values()) {
            if (who.hasNoSession() && !endpoint.isApi()) {
                cells.put(who, Outcome.NOT_APPLICABLE);
                continue;
            }
            Outcome outcome = sites.visitor(who).call(endpoint, sites.address(endpoint), sites.fill(sent, endpoint));
            cells.put(who, outcome);
            if (endpoint.isWrite() && outcome != Outcome.FORBIDDEN && outcome != Outcome.UNSEEN) {
                snapshot.restore();
            }
        }
        return cells;
    }

    private static PermissionTable wanted() throws IOException {
        try (InputStream table = PermissionTableTest.class.getResourceAsStream("permissions.txt")) {
            return PermissionTable.read(List.of(new String(table.readAllBytes(), StandardCharsets.UTF_8).split("\n")));
        }
    }
}
