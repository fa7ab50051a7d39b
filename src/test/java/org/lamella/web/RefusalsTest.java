package org.lamella.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.lamella.web.QuotaExceeded.Shortfall;
import org.lamella.web.StateConflict.Alternative;
import org.lamella.web.StateConflict.Conflict;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.http.HttpHeaders;

/** What scripts read of a refusal beside its words. */
class RefusalsTest {
    private final Problems problems = new Problems();

    @Test
    void saysBothNumbersOfEveryQuotaThatIsTooSmallAndWhoRaisesIt() {
        Shortfall slices = new Shortfall("slices", "site demo", 10, 1, 10, List.of("an admin"));
        Shortfall slivers = new Shortfall("slivers", "slice demo_a", 3, 5, 7, List.of());
        var problem = problems.quotaExceeded(new QuotaExceeded(List.of(slices, slivers)));
        assertThat(problem.getStatus()).isEqualTo(429);
        assertThat(problem.getDetail())
                .isEqualTo("site demo: 10 of 10 slices used, 1 more asked for; it is raised by an admin; "
                        + "slice demo_a: 3 of 7 slivers used, 5 more asked for");
        assertThat(problem.getProperties()).containsEntry("quota", List.of(slices, slivers));
    }

    @Test
    void saysWhichVersionThereIsNow() {
        var answer = problems.preconditionFailed(new PreconditionFailed("\"3\"", Version.of(4)));
        assertThat(answer.getStatusCode().value()).isEqualTo(412);
        assertThat(answer.getHeaders().getFirst(HttpHeaders.ETAG)).isEqualTo("\"4\"");
        assertThat(answer.getBody().getDetail())
                .contains("only at version \"3\"")
                .contains("is now \"4\"");
        assertThat(answer.getBody().getProperties()).containsEntry("version", 4L);
    }

    @Test
    void saysWhoIsInTheWayAndWhatWouldDo() {
        Conflict conflict = new Conflict("slice", "mit_dht", "holds 58 % of node7");
        Alternative later = new Alternative("an hour later", Map.of("from", "2026-11-20T15:00:00Z"));
        var problem = problems.stateConflict(new StateConflict("it is full", List.of(conflict), List.of(later)));
        assertThat(problem.getStatus()).isEqualTo(409);
        assertThat(problem.getProperties())
                .containsEntry("conflicts", List.of(conflict))
                .containsEntry("alternatives", List.of(later));
    }

    @Test
    void leavesOutWhatAConflictDoesNotKnow() {
        assertThat(problems.stateConflict(new StateConflict("it is full")).getProperties())
                .isNull();
    }

    @Test
    void callsAChangeByTwoAtOnceAConflict() {
        var problem = problems.changedMeanwhile(new OptimisticLockingFailureException("row was updated"));
        assertThat(problem.getStatus()).isEqualTo(409);
        assertThat(problem.getDetail()).doesNotContain("row was updated");
    }
}
