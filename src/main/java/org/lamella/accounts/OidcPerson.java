package org.lamella.accounts;

import java.io.Serializable;

/**
 * Who an identity provider says somebody is.
 *
 * @param email in lower case; empty when it says none
 * @param name empty when it says none
 */
record OidcPerson(String issuer, String subject, String email, boolean emailVerified, String name)
        implements Serializable {}
