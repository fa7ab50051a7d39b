package org.lamella.accounts;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.SupplierClientRegistrationRepository;

/** The one OpenID provider, if the settings name one. */
@Configuration
@ConditionalOnProperty("lamella.oidc.issuer")
class OidcConfiguration {
    static final String REGISTRATION = "oidc";

    /** Discovered when somebody first signs in by it: the control plane starts without it, too. */
    @Bean
    ClientRegistrationRepository oidcProvider(OidcSettings settings) {
        return new SupplierClientRegistrationRepository(
                () -> new InMemoryClientRegistrationRepository(ClientRegistrations.fromIssuerLocation(settings.issuer())
                        .registrationId(REGISTRATION)
                        .clientId(settings.clientId())
                        .clientSecret(settings.clientSecret())
                        .scope("openid", "email", "profile")
                        .redirectUri("{baseUrl}/sign-in/oidc")
                        .build()));
    }
}
