package org.lamella.shares;

import java.util.List;
import org.lamella.web.FieldError;

/** One rule about new shares, ceilings and limits. All rules are asked, so that all that is wrong is said at once. */
public interface TermsPolicy {
    /**
     * Asked within the transaction that changes them, under the locks of all nodes concerned, when the new numbers stand there already.
     *
     * @param forced whether what is in use is to be no hindrance
     * @return what is wrong with it, by {@link Term#field}; empty when the rule has nothing against it
     */
    List<FieldError> objections(SharesChanged changed, boolean forced);
}
