package org.lamella.testing;

import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.lamella.agentlink.Agents;
import org.lamella.audit.AuditTables;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.context.ApplicationContext;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.junit.jupiter.SpringExtension;
import org.springframework.transaction.support.TransactionTemplate;

/** Lets every test begin as if it were the first. What runs on in the background while rows go must bear it. */
final class CleanControlPlane implements BeforeEachCallback, AfterEachCallback {
    static {
        // Builds share the machine with others; what takes a moment here may take ten seconds there.
        Awaitility.setDefaultTimeout(Duration.ofSeconds(30));
    }

    private static final int MOST_TRIES = 10;
    private static final List<String> OF_TESTS = List.of(
            "slivers",
            "usage_windows",
            "usage_marks",
            "broken_promises",
            "sliver_lives",
            "slices",
            "slice_requests",
            "site_quotas",
            "shares",
            "nodes",
            "sites where login_base <> 'demo'",
            "accounts where email <> 'admin@localhost'",
            "sign_in_links",
            "registrations",
            "throttle",
            "ssh_keys",
            "memory_resets",
            "ssh_logins",
            "blocked_ssh_keys",
            "mails",
            "spring_session",
            "idempotent_answers");

    @Override
    public void beforeEach(ExtensionContext test) throws Exception {
        ApplicationContext context = SpringExtension.getApplicationContext(test);
        context.getBean(SettableClock.class).reset();
        JdbcClient jdbc = context.getBean(JdbcClient.class);
        OF_TESTS.forEach(rows -> delete(rows, jdbc));
        new AuditTables(jdbc, context.getBean(TransactionTemplate.class)).empty();
        boolean fresh = jdbc.sql("select not exists (select 1 from accounts)")
                .query(Boolean.class)
                .single();
        if (fresh) {
            // The class before this one has left its database behind, and the first admin with it.
            for (ApplicationRunner runner :
                    context.getBeansOfType(ApplicationRunner.class).values()) {
                runner.run(new DefaultApplicationArguments());
            }
        }
    }

    /** A report of the test before may still be on its way in and hold what goes here; then the database ends one of them. */
    private static void delete(String rows, JdbcClient jdbc) {
        for (int tries = 1; ; tries++) {
            try {
                jdbc.sql("delete from " + rows).update();
                return;
            } catch (PessimisticLockingFailureException e) {
                if (tries == MOST_TRIES) {
                    throw e;
                }
            }
        }
    }

    @Override
    public void afterEach(ExtensionContext test) {
        SpringExtension.getApplicationContext(test).getBean(Agents.class).closeAll();
    }
}
