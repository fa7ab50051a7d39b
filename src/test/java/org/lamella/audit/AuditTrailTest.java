package org.lamella.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.Rest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** A change and its row in the trail are one. */
@ControlPlaneTest
class AuditTrailTest {
    @Autowired
    private AuditTrail audit;

    @Autowired
    private AuditReader reader;

    @Autowired
    private TransactionTemplate transaction;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Rest rest;

    @Test
    void goesWithTheChangeThatIsRolledBack() {
        transaction.executeWithoutResult(status -> {
            audit.record("slice-made-up", "slice", "demo_a", "");
            status.setRollbackOnly();
        });
        assertThat(reader.of("slice", "demo_a", 10)).isEmpty();
        assertThat(jdbc.sql("select count(*) from audit_unsealed where event_id not in (select id from audit_events)")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void isRefusedOutsideAChange() {
        assertThatThrownBy(() -> audit.record("slice-made-up", "slice", "demo_a", ""))
                .isInstanceOf(IllegalTransactionStateException.class);
    }

    @Test
    void saysWhoAskedAndFromWhere() {
        rest.post("/api/v1/slices", "{\"name\":\"demo_a\"}");
        AuditEvent event = reader.of("slice", "demo_a", 10).getFirst();
        assertThat(event.actor()).isEqualTo("admin@localhost");
        assertThat(event.via()).isEqualTo("api");
        assertThat(event.address()).isEqualTo("127.0.0.1");
        assertThat(event.action()).isEqualTo("slice-created");
    }

    @Test
    void keepsWhatWasBeforeAndAfterFieldByField() {
        Map<String, Object> before = new HashMap<>(
                Map.of("image", "busybox", "members", List.of("a@b"), "expiresAt", Instant.EPOCH, "description", "x"));
        before.put("url", null);
        Map<String, Object> after = Map.of("image", "debian-12", "members", List.of("a@b", "c@d"), "description", "x");
        record(Difference.between(before, after));
        assertThat(changes())
                .containsExactly(
                        new FieldChange("expiresAt", "1970-01-01T00:00:00Z", null),
                        new FieldChange("image", "busybox", "debian-12"),
                        new FieldChange("members", "[\"a@b\"]", "[\"a@b\",\"c@d\"]"),
                        new FieldChange("url", null, null));
    }

    @Test
    void keepsAThingThatIsMadeAndOneThatIsGone() {
        record(Difference.made(Map.of("image", "busybox")));
        assertThat(changes()).containsExactly(new FieldChange("image", null, "busybox"));
        record(Difference.gone(Map.of("image", "busybox")));
        assertThat(changes()).containsExactly(new FieldChange("image", "busybox", null));
        record(Difference.NONE);
        assertThat(changes()).isEmpty();
    }

    @Test
    void notesTheRequestThatAsked() {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setAttribute("lamella.requestId", "req-7");
        RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(request));
        try {
            record(Difference.NONE);
        } finally {
            RequestContextHolder.resetRequestAttributes();
        }
        assertThat(reader.of("slice", "demo_a", 1).getFirst().requestId()).isEqualTo("req-7");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update audit_events set actor = 'nobody'",
                "delete from audit_events",
                "truncate audit_events cascade",
                "update audit_seals set position = position + 1",
                "delete from audit_seals",
                "truncate audit_seals"
            })
    void refusesTheApplicationToRewriteIt(String sql) {
        record(Difference.NONE);
        assertThatThrownBy(() -> jdbc.sql(sql).update()).hasMessageContaining("the audit trail is only added to");
    }

    private void record(Difference difference) {
        transaction.executeWithoutResult(status -> audit.record("slice-changed", "slice", "demo_a", "", difference));
    }

    private List<FieldChange> changes() {
        return reader.of("slice", "demo_a", 1).getFirst().changes();
    }
}
