package org.lamella.accounts;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * An OpenID provider that people may sign in with. Off unless all three are set.
 *
 * @param issuer its issuer identifier, an https address; what there is else to know is discovered there
 * @param clientId what it knows Lamella by
 * @param clientSecret what Lamella shows to it
 * @param label what the button on the sign-in page says
 */
@ConfigurationProperties("lamella.oidc")
record OidcSettings(
        @DefaultValue("") String issuer,
        @DefaultValue("") String clientId,
        @DefaultValue("") String clientSecret,
        @DefaultValue("Sign in with your institution") String label) {
    OidcSettings {
        boolean none = issuer.isBlank() && clientId.isBlank() && clientSecret.isBlank();
        boolean all = !issuer.isBlank() && !clientId.isBlank() && !clientSecret.isBlank();
        if (!none && !all) {
            throw new IllegalArgumentException(
                    "lamella.oidc needs issuer, client-id and client-secret, all three or none of them");
        }
    }

    boolean isOn() {
        return !issuer.isBlank();
    }

    /** The secret is nobody's to read in a log. */
    @Override
    public String toString() {
        return isOn() ? "OpenID provider " + issuer + ", client " + clientId : "no OpenID provider";
    }
}
