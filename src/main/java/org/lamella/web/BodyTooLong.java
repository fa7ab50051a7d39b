package org.lamella.web;

import java.io.IOException;

/** A request's body has grown past {@link BodyLimit} while it was read (413). */
public final class BodyTooLong extends IOException {
    BodyTooLong() {
        super("the body is longer than " + BodyLimit.LONGEST + " bytes");
    }
}
