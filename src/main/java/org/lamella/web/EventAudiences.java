package org.lamella.web;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.lamella.access.Caller;
import org.lamella.outbox.Change;
import org.lamella.outbox.Topic;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Says of any change who may hear of it. */
@Component
public class EventAudiences {
    private final Map<Topic, EventAudience> byTopic;

    EventAudiences(ObjectProvider<EventAudience> audiences) {
        this.byTopic = audiences.stream().collect(Collectors.toMap(EventAudience::topic, Function.identity()));
    }

    public boolean maySee(Caller caller, Change change) {
        EventAudience audience = byTopic.get(change.topic());
        return audience == null ? caller.admin() : audience.maySee(caller, change.key());
    }
}
