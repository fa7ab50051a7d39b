package org.lamella.database;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Ends a start without a database in words instead of a stack trace. First, because a binding failure wraps ours. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class DatabaseStartFailureAnalyzer extends AbstractFailureAnalyzer<DatabaseStartFailure> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, DatabaseStartFailure cause) {
        return new FailureAnalysis(cause.getMessage(), cause.action(), cause);
    }
}
