package org.lamella.slices;

import org.lamella.access.Caller;
import org.lamella.outbox.Topic;
import org.lamella.web.EventAudience;
import org.springframework.stereotype.Component;

/** Lets those hear of a slice who may see it. */
@Component
class SliceAudience implements EventAudience {
    private final SliceAccess access;

    SliceAudience(SliceAccess access) {
        this.access = access;
    }

    @Override
    public Topic topic() {
        return Topic.SLICE;
    }

    @Override
    public boolean maySee(Caller caller, String key) {
        return key.equals(SliceService.SOME_SLICE) || access.maySee(caller, key);
    }
}
