package org.lamella.database;

import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import java.sql.Connection;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.support.AbstractTestExecutionListener;

/** Makes a context's database anew before a second test class uses it, so that no class sees another's rows. */
final class FreshDatabaseListener extends AbstractTestExecutionListener {
    private static final Set<ApplicationContext> USED = Collections.newSetFromMap(new WeakHashMap<>());

    @Override
    public void beforeTestClass(TestContext test) {
        ApplicationContext context = test.getApplicationContext();
        if (!USED.add(context)) {
            context.getBean(TestDatabase.class).makeAnew();
            context.getBeanProvider(HikariDataSource.class).ifAvailable(FreshDatabaseListener::reconnect);
        }
    }

    /** A pool that could not connect while there was no database tries less and less often, as long as a test waits for it. */
    private static void reconnect(HikariDataSource pool) {
        Optional.ofNullable(pool.getHikariPoolMXBean()).ifPresent(HikariPoolMXBean::softEvictConnections);
        await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> {
            try (Connection connection = pool.getConnection()) {
                return connection.isValid(5);
            }
        });
    }
}
