package org.lamella.accounts;

import java.io.Serializable;
import org.springframework.security.core.AuthenticatedPrincipal;

/** Who a session of the web pages belongs to. What they may do is not kept with it: see {@link SessionCaller}. */
record SignedIn(long accountId, String email) implements AuthenticatedPrincipal, Serializable {
    /** What sessions are found by: the account's id, which neither changes nor outgrows the column, as an address may. */
    @Override
    public String getName() {
        return Long.toString(accountId);
    }
}
