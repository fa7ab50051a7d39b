package org.lamella.web.whole;

import org.springframework.dao.support.DataAccessUtils;
import org.springframework.orm.jpa.EntityManagerFactoryUtils;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The control plane's transactions, which can be put together into one that spans a request.
 *
 * <p>A service that joins such a transaction finds and leaves everything as if its own had begun and ended: at the end of
 * the outermost transaction of each service all that JPA has not written yet is written, and all that JPA has read is
 * forgotten. What comes after, be it another service or the view that is answered, by JPA or by plain SQL, reads what
 * the database holds.
 */
final class JoiningTransactions implements PlatformTransactionManager {
    private final JpaTransactionManager transactions;

    JoiningTransactions(JpaTransactionManager transactions) {
        this.transactions = transactions;
    }

    /** Begins a transaction that those of all services join until it is committed or rolled back. */
    TransactionStatus beginForRequest() {
        TransactionStatus status = transactions.getTransaction(new DefaultTransactionDefinition());
        JoinedTransactions joined = new JoinedTransactions();
        joined.bind();
        TransactionSynchronizationManager.registerSynchronization(joined);
        return status;
    }

    @Override
    public TransactionStatus getTransaction(TransactionDefinition definition) {
        TransactionStatus status = transactions.getTransaction(definition);
        JoinedTransactions.around(status).ifPresent(JoinedTransactions::enter);
        return status;
    }

    @Override
    public void commit(TransactionStatus status) {
        boolean outermost =
                JoinedTransactions.around(status).map(JoinedTransactions::leave).orElse(false);
        if (outermost && !status.isRollbackOnly()) {
            settle(status);
        }
        transactions.commit(status);
    }

    @Override
    public void rollback(TransactionStatus status) {
        JoinedTransactions.around(status).ifPresent(JoinedTransactions::leave);
        transactions.rollback(status);
    }

    /** What cannot be written fails here, in the same words as at a commit. */
    private void settle(TransactionStatus status) {
        var entities = EntityManagerFactoryUtils.getTransactionalEntityManager(transactions.getEntityManagerFactory());
        try {
            entities.flush();
        } catch (RuntimeException e) {
            transactions.rollback(status);
            throw DataAccessUtils.translateIfNecessary(e, transactions.getJpaDialect());
        }
        entities.clear();
    }
}
