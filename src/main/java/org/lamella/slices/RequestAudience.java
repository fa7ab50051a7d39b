package org.lamella.slices;

import org.lamella.access.Caller;
import org.lamella.outbox.Topic;
import org.lamella.web.EventAudience;
import org.lamella.web.NoSuchThing;
import org.springframework.stereotype.Component;

/** Lets those hear of a request for a slice who have made it or can decide about it. */
@Component
class RequestAudience implements EventAudience {
    private final RequestedSlices requests;

    RequestAudience(RequestedSlices requests) {
        this.requests = requests;
    }

    @Override
    public Topic topic() {
        return Topic.REQUEST;
    }

    @Override
    public boolean maySee(Caller caller, String key) {
        if (caller.admin()) {
            return true;
        }
        try {
            requests.get(caller, Long.parseLong(key));
            return true;
        } catch (NoSuchThing notTheirs) {
            return false;
        }
    }
}
