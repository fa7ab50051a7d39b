package org.lamella;

import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.modulith.Modulithic;
import org.springframework.scheduling.annotation.EnableScheduling;

/** The control plane's entry point. The shared modules are those that every feature may lean on. */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
@Modulithic(sharedModules = {"access", "audit", "web", "outbox", "mail", "database", "secrets"})
public class ControlPlane {
    /** What PostgreSQL keeps of a moment: so what is answered at once and what is read later are the same. */
    private static final Duration DATABASE_TICK = Duration.of(1, ChronoUnit.MICROS);

    public static void main(String[] args) {
        SpringApplication.run(ControlPlane.class, args);
    }

    @Bean
    Clock clock() {
        return Clock.tick(Clock.systemUTC(), DATABASE_TICK);
    }
}
