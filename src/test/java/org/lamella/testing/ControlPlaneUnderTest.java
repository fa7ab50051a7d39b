package org.lamella.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.lamella.agentlink.Agents;
import org.lamella.openapi.ApiDocument;
import org.lamella.secrets.Secrets;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistrar;
import org.springframework.util.FileSystemUtils;

/** What a test adds to the control plane: nothing of it is replaced but the clock. */
@TestConfiguration(proxyBeanMethods = false)
@Import({Agents.class, ApiDocument.class})
public class ControlPlaneUnderTest {
    /** Where the command line would find its token; {@link Rest} finds it there too. */
    record CliConfig(Path file) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            FileSystemUtils.deleteRecursively(file.getParent());
        }
    }

    @Bean
    @Primary
    SettableClock settableClock() {
        return new SettableClock();
    }

    @Bean
    CliConfig cliConfig() throws IOException {
        return new CliConfig(Files.createTempDirectory(Files.createDirectories(Path.of("target")), "control-plane-")
                .resolve("cli.json"));
    }

    @Bean
    DynamicPropertyRegistrar settings(CliConfig config) {
        return properties -> properties.add("lamella.bootstrap.cli-config", config::file);
    }

    @Bean
    Rest rest(Environment environment) {
        return Rest.ofCommandLine(environment);
    }

    @Bean
    Browsers browsers(Environment environment, Rest rest) {
        return new Browsers(environment, rest);
    }

    @Bean
    People people(JdbcClient jdbc, Secrets secrets, Clock clock, Rest rest, Browsers browsers) {
        return new People(jdbc, secrets, clock, rest, browsers);
    }
}
