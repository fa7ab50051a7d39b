package org.lamella.database;

import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;

/** A database on the tests' server, copied from one that Flyway has migrated. {@link DatabaseTest} is the usual way to one. */
public final class TestDatabase implements AutoCloseable {
    static final String PREFIX = "lamella_test_";

    /** Several JVMs may share an external server. */
    private static final String OURS = PREFIX + ProcessHandle.current().pid() + "_";

    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final Map<List<String>, String> TEMPLATES = new ConcurrentHashMap<>();

    static {
        TestServer server = TestServer.shared();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> server.dropAllOf(OURS), "drop-test-databases"));
    }

    private final TestServer server = TestServer.shared();
    private final String name = OURS + COUNT.incrementAndGet();
    private final String template;

    private TestDatabase(String template) {
        this.template = template;
        create();
    }

    /** @param locations Flyway's, e.g. {@code classpath:db/migration} */
    public static TestDatabase migrated(String... locations) {
        return new TestDatabase(TEMPLATES.computeIfAbsent(List.of(locations), TestDatabase::template));
    }

    private static String template(List<String> locations) {
        TestServer server = TestServer.shared();
        String template = OURS + "template_" + COUNT.incrementAndGet();
        server.execute("CREATE DATABASE " + template);
        Flyway.configure()
                .dataSource(server.url(template), server.user(), server.password())
                .locations(locations.toArray(String[]::new))
                .load()
                .migrate();
        return template;
    }

    private void create() {
        server.execute("CREATE DATABASE %s TEMPLATE %s".formatted(name, template));
    }

    public String url() {
        return server.url(name);
    }

    public String user() {
        return server.user();
    }

    public String password() {
        return server.password();
    }

    /** Back to what the migrations made; open connections are cut. */
    public void makeAnew() {
        close();
        create();
    }

    /** Again where autovacuum is at work in it: only a superuser may end its workers, and they leave by themselves. */
    @Override
    public void close() {
        await().ignoreExceptions()
                .untilAsserted(() -> server.execute("DROP DATABASE IF EXISTS %s WITH (FORCE)".formatted(name)));
    }
}
