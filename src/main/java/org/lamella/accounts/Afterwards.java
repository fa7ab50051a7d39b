package org.lamella.accounts;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.core.task.TaskExecutor;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Runs work behind an answer that is given already, so that neither its words nor its time tell what the work finds. If the
 * request is rolled back, it is not run. If the control plane dies meanwhile, it is lost, and the person asks again.
 */
@Component
class Afterwards {
    private static final Logger log = LoggerFactory.getLogger(Afterwards.class);

    private final ApplicationEventPublisher events;
    private final TaskExecutor executor;
    private final TransactionTemplate transaction;

    /** @param what for the log */
    record Work(String what, Runnable work) {}

    Afterwards(
            ApplicationEventPublisher events,
            @Qualifier("applicationTaskExecutor") TaskExecutor executor,
            TransactionTemplate transaction) {
        this.events = events;
        this.executor = executor;
        this.transaction = transaction;
    }

    void run(String what, Runnable work) {
        events.publishEvent(new Work(what, work));
    }

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT, fallbackExecution = true)
    void begin(Work work) {
        executor.execute(() -> {
            try {
                transaction.executeWithoutResult(status -> work.work().run());
            } catch (RuntimeException e) {
                log.warn("a {} was lost; whoever asked for it will have to ask again", work.what(), e);
            }
        });
    }
}
