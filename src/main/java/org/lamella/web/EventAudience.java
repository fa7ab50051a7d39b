package org.lamella.web;

import org.lamella.access.Caller;
import org.lamella.outbox.Topic;

/**
 * Who may hear that something of one topic has changed. The feature that owns the topic's things implements it, as a bean;
 * a topic that nobody speaks for is for admins.
 */
public interface EventAudience {
    Topic topic();

    /**
     * Whether the caller may see the thing. Asked for every change and every open stream, so it must be quick.
     *
     * @param key names the thing, which may be gone already: a thing of which nothing is known any more is for admins
     */
    boolean maySee(Caller caller, String key);
}
