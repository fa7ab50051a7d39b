package org.lamella.database;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestExecutionListeners;

/**
 * A Spring test on a real, migrated PostgreSQL database that no other test class has touched:
 *
 * <pre>{@code
 * @SpringBootTest
 * @DatabaseTest
 * class SlicesTest { … }
 * }</pre>
 *
 * <p>Each application context gets a database of its own, copied from a template that Flyway has migrated once. A context
 * that Spring's cache hands to another class has its database made anew first; what the context itself remembers stays.
 *
 * <p>{@code -Dlamella.test.database=} chooses the server, the tests are the same:
 *
 * <ul>
 *   <li>{@code embedded} (the default): one embedded server a JVM, its files below {@code target/}
 *   <li>{@code testcontainers}: one container a JVM, of {@code -Dlamella.test.postgres-image=}, {@code
 *       postgres:18-alpine} by default
 *   <li>{@code jdbc:postgresql://host/database?user=…&password=…}: a server that somebody else runs; the user needs
 *       CREATEDB
 * </ul>
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ContextConfiguration(initializers = DatabaseOfContext.class)
@TestExecutionListeners(
        listeners = FreshDatabaseListener.class,
        mergeMode = TestExecutionListeners.MergeMode.MERGE_WITH_DEFAULTS)
public @interface DatabaseTest {}
