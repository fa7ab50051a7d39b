package org.lamella.slivers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lamella.agentlink.Agents;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.Rest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How much slivers may keep: set for the slice or one sliver, within the quota, never below what is used, sent to the nodes. */
@ControlPlaneTest
class DiskLimitApiTest {
    private static final String DISK = "/api/v1/slices/demo_a/disk";
    private static final String ON_NODE1 = "/api/v1/slices/demo_a/slivers/node1/disk";

    @Autowired
    private Rest rest;

    @Autowired
    private Agents agents;

    @Autowired
    private JdbcClient jdbc;

    private void slice() {
        agents.ready("node1");
        agents.ready("node2");
        rest.post("/api/v1/slices", "{\"name\": \"demo_a\", \"slivers\": {\"count\": 2}}");
    }

    private long generation(String node) {
        return rest.get("/api/v1/slices/demo_a/slivers/" + node)
                .json()
                .path("generationWanted")
                .longValue();
    }

    @Test
    void isTheSlicesOrTheSliversOwnAndTellsTheNodes() {
        slice();
        assertThat(rest.get(DISK).json().path("bytes").longValue()).isEqualTo(5_000_000_000L);
        long before = generation("node1");

        var set = rest.put(DISK, "{\"bytes\": 8000000000, \"inodes\": 1000000}");
        assertThat(set.status()).isEqualTo(200);
        assertThat(set.json().path("own").booleanValue()).isTrue();
        assertThat(generation("node1")).isGreaterThan(before);
        assertThat(generation("node2")).isGreaterThan(before);

        long second = generation("node2");
        assertThat(rest.put(ON_NODE1, "{\"bytes\": 9000000000}").status()).isEqualTo(200);
        assertThat(generation("node2")).isEqualTo(second);
        var one = rest.get(ON_NODE1).json();
        assertThat(one.path("bytes").longValue()).isEqualTo(9_000_000_000L);
        assertThat(one.path("inodes").longValue()).isEqualTo(9_000_000_000L / 20_000);
        assertThat(one.path("usedBytes").isNull()).isTrue();

        rest.put(DISK, "{}");
        assertThat(rest.get(DISK).json().path("own").booleanValue()).isFalse();
        assertThat(rest.get(ON_NODE1).json().path("bytes").longValue()).isEqualTo(9_000_000_000L);
        rest.put(ON_NODE1, "{}");
        assertThat(rest.get(ON_NODE1).json().path("bytes").longValue()).isEqualTo(5_000_000_000L);
        assertThat(rest.get("/api/v1/audit?object=demo_a&limit=50").text())
                .contains("slice-disk-changed", "sliver-disk-changed");
    }

    @Test
    void staysWithinTheQuotaAndSaysBothNumbers() {
        slice();
        rest.patch("/api/v1/sites/demo/quota", "{\"diskBytes\": 20000000000}");

        var tooMuch = rest.put(DISK, "{\"bytes\": 11000000000}");
        assertThat(tooMuch.status()).isEqualTo(429);
        assertThat(tooMuch.text()).contains("\"used\":10000000000", "\"asked\":12000000000", "\"allowed\":20000000000");
        assertThat(rest.put(DISK, "{\"bytes\": 10000000000}").status()).isEqualTo(200);
        assertThat(rest.get("/api/v1/slices/demo_a/quota").text()).contains("\"used\":20000000000");
        assertThat(rest.put(ON_NODE1, "{\"bytes\": 10000000001}").status()).isEqualTo(429);

        agents.ready("node3");
        assertThat(rest.post("/api/v1/slices/demo_a/slivers", "{\"count\": 1}").status())
                .isEqualTo(429);
        rest.put(DISK, "{\"bytes\": 6000000000}");
        assertThat(rest.post("/api/v1/slices/demo_a/slivers", "{\"count\": 1}").status())
                .isEqualTo(201);
    }

    @Test
    void isNeverLessThanWhatIsInUse() {
        slice();
        jdbc.sql("""
                        insert into sliver_disks (sliver_id, used_bytes, bytes, used_inodes, inodes)
                        select v.id, 3000000000, 5000000000, 20000, 300000 from slivers v join nodes n on n.id = v.node_id
                        where n.name = 'node2'""").update();

        var less = rest.put(DISK, "{\"bytes\": 2000000000}");
        assertThat(less.status()).isEqualTo(409);
        assertThat(less.detail())
                .contains("2000000000", "node2 (3000000000 bytes)")
                .doesNotContain("node1");
        assertThat(rest.put(DISK, "{\"bytes\": 4000000000, \"inodes\": 10000}").detail())
                .contains("node2 (20000 inodes)");
        assertThat(rest.get(DISK).json().path("own").booleanValue()).isFalse();
        assertThat(rest.get(DISK).json().path("slivers").path(0).path("node").stringValue())
                .isEqualTo("node2");
        assertThat(rest.put(ON_NODE1, "{\"bytes\": 2000000000}").status()).isEqualTo(200);
        assertThat(less.detail()).contains("with force it is set nevertheless");
        assertThat(rest.put(DISK, "{\"bytes\": 2000000000, \"force\": true}").status())
                .isEqualTo(200);
    }

    @Test
    void refusesNumbersThatNoDiskCanHave() {
        slice();
        assertThat(rest.put(DISK, "{\"bytes\": 1000, \"cats\": 1}").wrongFields())
                .containsExactly("cats");
        assertThat(rest.put(DISK, "{\"bytes\": 1000}").wrongFields()).containsExactly("bytes");
        assertThat(rest.put(ON_NODE1, "{\"bytes\": 400000000, \"inodes\": 400000000}")
                        .wrongFields())
                .containsExactly("inodes");
        assertThat(rest.get("/api/v1/slices/demo_a/slivers/node9/disk").status())
                .isEqualTo(404);
    }
}
