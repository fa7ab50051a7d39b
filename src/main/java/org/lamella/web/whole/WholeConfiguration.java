package org.lamella.web.whole;

import jakarta.persistence.EntityManagerFactory;
import org.lamella.web.ProblemWriter;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.orm.jpa.JpaTransactionManager;

@Configuration
class WholeConfiguration {
    @Bean
    JoiningTransactions transactionManager(EntityManagerFactory entities) {
        return new JoiningTransactions(new JpaTransactionManager(entities));
    }

    /** Behind the security chain, which says who is calling. */
    @Bean
    FilterRegistrationBean<WholeRequests> wholeRequests(
            OneTransaction transaction, OnceOnly onceOnly, ProblemWriter problems) {
        FilterRegistrationBean<WholeRequests> filter =
                new FilterRegistrationBean<>(new WholeRequests(transaction, onceOnly, problems));
        filter.addUrlPatterns("/api/*");
        filter.setOrder(SecurityFilterProperties.DEFAULT_FILTER_ORDER + 1);
        return filter;
    }
}
