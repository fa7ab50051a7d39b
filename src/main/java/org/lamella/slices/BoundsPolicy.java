package org.lamella.slices;

import java.util.List;
import org.lamella.web.FieldError;

/** One rule about new bounds of a slice. All rules are asked, so that all that is wrong is said at once. */
public interface BoundsPolicy {
    /**
     * Asked within the transaction that changes them, which holds the slice.
     *
     * @param forced whether what is in use is to be no hindrance
     * @return what is wrong with it, by {@link Bound#field}; empty when the rule has nothing against it
     */
    List<FieldError> objections(Slice slice, SliceBounds before, SliceBounds after, boolean forced);
}
