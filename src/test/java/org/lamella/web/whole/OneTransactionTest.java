package org.lamella.web.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.web.StateConflict;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** A request that is one transaction ends in one of two ways, whatever its services do. */
@ControlPlaneTest
class OneTransactionTest {
    @Autowired
    private OneTransaction whole;

    @Autowired
    private PlatformTransactionManager transactions;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void keepsWhatItsServicesDid() throws Exception {
        MockHttpServletResponse response = new MockHttpServletResponse();
        whole.run(response, answer -> {
                    service().executeWithoutResult(status -> insert("mit"));
                    service().executeWithoutResult(status -> insert("eth"));
                    answer.getWriter().write("done");
                    return true;
                })
                .copyBodyToResponse();
        assertThat(response.getContentAsString()).isEqualTo("done");
        assertThat(sites()).containsExactly("demo", "eth", "mit");
    }

    @Test
    void doesNothingWhenOneServiceRefusedAndTheHandlerWentOn() throws Exception {
        MockHttpServletResponse response = new MockHttpServletResponse();
        whole.run(response, answer -> {
                    service().executeWithoutResult(status -> insert("mit"));
                    assertThatThrownBy(() -> service().executeWithoutResult(status -> {
                                throw new StateConflict("not now");
                            }))
                            .isInstanceOf(StateConflict.class);
                    answer.setStatus(201);
                    answer.setHeader("Location", "/api/v1/sites/mit");
                    answer.getWriter().write("all went well");
                    return true;
                })
                .copyBodyToResponse();
        assertThat(response.getStatus()).isEqualTo(422);
        assertThat(response.getHeader("Location")).isNull();
        assertThat(response.getContentAsString()).contains("partly-refused").doesNotContain("all went well");
        assertThat(sites()).containsExactly("demo");
    }

    @Test
    void doesNothingWhenTheHandlerBreaks() {
        assertThatThrownBy(() -> whole.run(new MockHttpServletResponse(), answer -> {
                    service().executeWithoutResult(status -> insert("mit"));
                    throw new IllegalStateException("broken");
                }))
                .hasMessage("broken");
        assertThat(sites()).containsExactly("demo");
    }

    @Test
    void leavesATransactionOfItsOwnAlone() throws Exception {
        TransactionTemplate own = service();
        own.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        whole.run(new MockHttpServletResponse(), answer -> {
            service().executeWithoutResult(status -> insert("mit"));
            own.executeWithoutResult(status -> service().executeWithoutResult(joined -> insert("eth")));
            service().executeWithoutResult(status -> insert("epfl"));
            return false;
        });
        assertThat(sites()).containsExactly("demo", "eth");
    }

    private TransactionTemplate service() {
        return new TransactionTemplate(transactions);
    }

    private void insert(String loginBase) {
        jdbc.sql("insert into sites (login_base, name, enabled, created_at) values (?, 'A site', true, now())")
                .param(loginBase)
                .update();
    }

    private List<String> sites() {
        return jdbc.sql("select login_base from sites order by login_base")
                .query(String.class)
                .list();
    }
}
