package org.lamella.nodes;

import org.lamella.access.Caller;
import org.lamella.outbox.Topic;
import org.lamella.web.EventAudience;
import org.springframework.stereotype.Component;

/** Nodes are for all to see who are signed in. */
@Component
class NodeAudience implements EventAudience {
    @Override
    public Topic topic() {
        return Topic.NODE;
    }

    @Override
    public boolean maySee(Caller caller, String key) {
        return true;
    }
}
