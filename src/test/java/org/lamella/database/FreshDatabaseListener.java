package org.lamella.database;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
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
            context.getBeanProvider(HikariDataSource.class)
                    .ifAvailable(pool -> Optional.ofNullable(pool.getHikariPoolMXBean())
                            .ifPresent(HikariPoolMXBean::softEvictConnections));
        }
    }
}
