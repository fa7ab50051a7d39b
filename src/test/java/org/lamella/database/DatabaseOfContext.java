package org.lamella.database;

import java.util.Map;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/** Gives a test's application context a database of its own, through the settings that an operator would use. */
final class DatabaseOfContext implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    private static final String BEAN = "testDatabase";

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        ConfigurableEnvironment environment = context.getEnvironment();
        TestDatabase database = TestDatabase.migrated(environment.getProperty(
                "spring.flyway.locations", String[].class, new String[] {"classpath:db/migration"}));
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        BEAN,
                        Map.of(
                                "lamella.db.url", database.url(),
                                "lamella.db.user", database.user(),
                                "lamella.db.password", database.password(),
                                // Many contexts are kept at a time, most of them idle.
                                "spring.datasource.hikari.minimum-idle", "0")));
        // Registered first, so destroyed last: after the pool.
        var beans = (DefaultListableBeanFactory) context.getBeanFactory();
        beans.registerSingleton(BEAN, database);
        beans.registerDisposableBean(BEAN, database::close);
    }
}
