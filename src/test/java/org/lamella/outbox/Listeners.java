package org.lamella.outbox;

import java.util.List;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;

/** Listeners that are no beans. */
record Listeners(List<OutboxListener> all) implements ObjectProvider<OutboxListener> {
    @Override
    public Stream<OutboxListener> orderedStream() {
        return all.stream();
    }
}
