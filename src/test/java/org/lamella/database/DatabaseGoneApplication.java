package org.lamella.database;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.time.Instant;
import java.util.List;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The least application in which a request can meet the database at every place: filter, session, transaction, query. */
@TestConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({
    DatabaseConfiguration.class,
    OutageConfiguration.class,
    DatabaseGoneApplication.Controller.class,
    DatabaseGoneApplication.CatchAll.class
})
class DatabaseGoneApplication {
    @Bean
    SecurityFilterChain open(HttpSecurity http) throws Exception {
        return http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .build();
    }

    @RestController
    record Controller(JdbcClient database, TransactionOperations transactions) {
        @GetMapping({"/api/v1/plain", "/page"})
        String plain() {
            return database.sql("SELECT name FROM slices").query(String.class).single();
        }

        @GetMapping("/api/v1/transaction")
        String transaction() {
            return transactions.execute(status -> plain());
        }

        /** The session is written after the controller, by a filter. */
        @GetMapping({"/api/v1/session", "/session"})
        String session(HttpServletRequest request) {
            HttpSession session = request.getSession(true);
            session.setAttribute("seen", Instant.EPOCH);
            return "written";
        }

        @GetMapping("/api/v1/nothing")
        String nothing() {
            return "still here";
        }

        @GetMapping("/api/v1/fault")
        String fault() {
            return List.<String>of().getFirst();
        }
    }

    @ControllerAdvice
    static class CatchAll {
        @ExceptionHandler
        ResponseEntity<String> everything(Exception failure) {
            return ResponseEntity.status(HttpStatus.INTERNAL_SERVER_ERROR).body(failure.getMessage());
        }
    }
}
