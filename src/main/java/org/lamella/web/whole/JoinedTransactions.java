package org.lamella.web.whole;

import java.util.Optional;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** How deep the services of a request are in transactions that have joined the request's own. Goes with its thread. */
final class JoinedTransactions implements TransactionSynchronization {
    private int depth;

    /** Empty unless the transaction is one that has joined a request's. */
    static Optional<JoinedTransactions> around(TransactionStatus status) {
        return status.isNewTransaction()
                ? Optional.empty()
                : Optional.ofNullable(
                        (JoinedTransactions) TransactionSynchronizationManager.getResource(JoinedTransactions.class));
    }

    void bind() {
        TransactionSynchronizationManager.bindResource(JoinedTransactions.class, this);
    }

    void enter() {
        depth++;
    }

    /** @return whether that was the outermost */
    boolean leave() {
        return --depth == 0;
    }

    /** A transaction of its own inside this one is none of this one's. */
    @Override
    public void suspend() {
        TransactionSynchronizationManager.unbindResource(JoinedTransactions.class);
    }

    @Override
    public void resume() {
        bind();
    }

    @Override
    public void afterCompletion(int outcome) {
        TransactionSynchronizationManager.unbindResourceIfPossible(JoinedTransactions.class);
    }
}
