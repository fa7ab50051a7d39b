package org.lamella.mail;

import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.mail.javamail.JavaMailSender;

@Configuration
class MailConfiguration {
    /** Spring takes an empty host for this machine; here it means none, as an empty line in a file of settings does. */
    @Bean
    SmtpServer smtpServer(Environment environment, ObjectProvider<JavaMailSender> configured) {
        boolean named = !environment.getProperty("spring.mail.host", "").isBlank();
        return new SmtpServer(named ? Optional.ofNullable(configured.getIfAvailable()) : Optional.empty());
    }
}
