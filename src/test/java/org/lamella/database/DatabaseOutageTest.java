package org.lamella.database;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.hibernate.TransactionException;
import org.hibernate.exception.JDBCConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.transaction.CannotCreateTransactionException;

class DatabaseOutageTest {
    @ParameterizedTest
    @ValueSource(strings = {"08000", "08001", "08003", "08006", "57P01", "57P02", "57P03", "53100", "53200", "53300"})
    void seesItInTheServersAnswer(String state) {
        assertThat(DatabaseOutage.causes(new IllegalStateException(new SQLException("no", state))))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"23505", "40001", "42P01", "57014"})
    void doesNotTakeARefusalForIt(String state) {
        assertThat(DatabaseOutage.causes(new DataIntegrityViolationException("refused", new SQLException("no", state))))
                .isFalse();
    }

    @Test
    void seesItBelowWhatSpringAndTheContainerWrapAroundIt() {
        var timeout = new SQLTransientConnectionException("no connection within 2000 ms");
        assertThat(DatabaseOutage.causes(
                        new CannotCreateTransactionException("no", new JDBCConnectionException("no", timeout))))
                .isTrue();
        assertThat(DatabaseOutage.causes(new ServletException(new CannotGetJdbcConnectionException("no", timeout))))
                .isTrue();
    }

    @Test
    void seesItInARollbackThatGetsNoAnswer() {
        assertThat(DatabaseOutage.causes(
                        new TransactionException("Unable to rollback", new SQLException("Connection is closed"))))
                .isTrue();
        assertThat(DatabaseOutage.causes(
                        new TransactionException("Unable to commit", new SQLException("duplicate key", "23505"))))
                .isFalse();
    }

    @Test
    void survivesACircleOfCauses() {
        Exception one = new IllegalStateException("one");
        one.initCause(new IllegalStateException("two", one));
        assertThat(DatabaseOutage.causes(one)).isFalse();
    }

    @Test
    void doesNotSeeItInAnyOtherFault() {
        assertThat(DatabaseOutage.causes(new NullPointerException())).isFalse();
        assertThat(DatabaseOutage.causes(new SQLException("no state"))).isFalse();
    }
}
