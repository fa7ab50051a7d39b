package org.lamella.mail;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.mail.autoconfigure.MailSenderAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class SmtpServerTest {
    @ParameterizedTest
    @CsvSource({"lamella.nothing=, false", "spring.mail.host=, false", "spring.mail.host=smtp.example.org, true"})
    void isThereWhenItHasAName(String setting, boolean there) {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(MailSenderAutoConfiguration.class))
                .withUserConfiguration(MailConfiguration.class)
                .withPropertyValues(setting)
                .run(context ->
                        assertThat(context.getBean(SmtpServer.class).isThere()).isEqualTo(there));
    }
}
