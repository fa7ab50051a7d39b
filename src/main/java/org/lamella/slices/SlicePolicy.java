package org.lamella.slices;

import java.util.List;
import org.lamella.web.FieldError;

/** One rule about new slices. All rules are asked, so that all that is wrong is said at once. */
public interface SlicePolicy {
    /** @return what is wrong with the request; empty when the rule has nothing against it */
    List<FieldError> objections(SliceRequest request);
}
