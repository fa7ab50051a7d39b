package org.lamella;

import java.time.Clock;
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
    public static void main(String[] args) {
        SpringApplication.run(ControlPlane.class, args);
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }
}
