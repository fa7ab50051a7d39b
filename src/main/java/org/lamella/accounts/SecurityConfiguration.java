package org.lamella.accounts;

import jakarta.servlet.DispatcherType;
import java.util.List;
import org.lamella.web.BodyLimit;
import org.lamella.web.ProblemWriter;
import org.lamella.web.PublicUrl;
import org.springframework.boot.session.autoconfigure.DefaultCookieSerializerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.AuthenticationFilter;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.savedrequest.NullRequestCache;

/**
 * Deny by default, in two chains: the API takes bearer tokens and keeps no session, so it needs no CSRF token; the
 * pages take a session cookie and need one. A browser's cookie opens nothing under {@code /api}.
 *
 * <p>The chains only tell strangers from accounts. Which account gets how far each handler says: see {@link
 * org.lamella.access.Permitted}.
 */
@Configuration
class SecurityConfiguration {
    /** No inline script or style, nothing from another host. */
    private static final String CONTENT_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
                    + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private static final String[] STRANGERS_PAGES = {
        "/sign-in",
        "/sign-in/password",
        "/register",
        "/register/verify",
        "/register/newcomer",
        "/reset",
        "/reset/password",
        "/assets/**",
        "/webjars/**",
        "/favicon.ico",
        "/actuator/health/**"
    };

    private static final String[] STRANGERS_CALLS = {
        "/api/v1/registrations",
        "/api/v1/registrations/verification",
        "/api/v1/password-resets",
        "/api/v1/password-resets/redemption"
    };

    /**
     * Writes the security headers before the handler runs. After it, a stream of events may be in the hands of another
     * thread already, and a response is not for two.
     */
    private static final ObjectPostProcessor<HeaderWriterFilter> EAGER = new ObjectPostProcessor<>() {
        @Override
        public <F extends HeaderWriterFilter> F postProcess(F filter) {
            filter.setShouldWriteHeadersEagerly(true);
            return filter;
        }
    };

    /** Each of some twenty filters would be timed in every request, for nobody to read. */
    @Bean
    SecurityObservationSettings securityObservations() {
        return SecurityObservationSettings.noObservations();
    }

    @Bean
    AuthenticationManager authenticationManager(List<AuthenticationProvider> providers) {
        return new ProviderManager(providers);
    }

    @Bean
    SecurityContextRepository sessionContexts() {
        return new HttpSessionSecurityContextRepository();
    }

    /** A NUL in a parameter is a 400 here instead of a fault of the database. */
    @Bean
    HttpFirewall firewall() {
        StrictHttpFirewall firewall = new StrictHttpFirewall();
        firewall.setAllowedParameterValues(value -> value == null || value.indexOf('\0') < 0);
        return firewall;
    }

    @Bean
    @Order(1)
    SecurityFilterChain api(HttpSecurity http, AuthenticationManager authenticationManager, ProblemWriter problems)
            throws Exception {
        AuthenticationFilter bearer = new AuthenticationFilter(authenticationManager, new BearerTokenConverter());
        bearer.setSecurityContextRepository(new RequestAttributeSecurityContextRepository());
        bearer.setSuccessHandler((request, response, authentication) -> {});
        bearer.setFailureHandler((request, response, failure) ->
                problems.write(response, HttpStatus.UNAUTHORIZED, "unauthenticated", failure.getMessage()));
        return http.securityMatcher("/api/**")
                .headers(headers -> headers.withObjectPostProcessor(EAGER))
                .csrf(csrf -> csrf.disable())
                .logout(logout -> logout.disable())
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .addFilterBefore(bearer, UsernamePasswordAuthenticationFilter.class)
                .addFilterAfter(new BodyLimit(problems), AuthorizationFilter.class)
                .exceptionHandling(
                        handling -> handling.authenticationEntryPoint((request, response, failure) -> problems.write(
                                        response,
                                        HttpStatus.UNAUTHORIZED,
                                        "unauthenticated",
                                        "send Authorization: Bearer TOKEN"))
                                .accessDeniedHandler((request, response, denied) -> problems.write(
                                        response, HttpStatus.FORBIDDEN, "forbidden", "this account may not do that")))
                .authorizeHttpRequests(
                        requests -> requests.dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR)
                                .permitAll()
                                .requestMatchers(HttpMethod.POST, STRANGERS_CALLS)
                                .permitAll()
                                .anyRequest()
                                .authenticated())
                .build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain pages(
            HttpSecurity http,
            Callers callers,
            Sessions sessions,
            SignOut signOut,
            OidcSignIn oidcSignIn,
            OidcSettings oidc)
            throws Exception {
        if (oidc.isOn()) {
            http.oauth2Login(login -> login.loginPage("/sign-in")
                    .authorizationEndpoint(endpoint -> endpoint.baseUri("/sign-in/to"))
                    .redirectionEndpoint(endpoint -> endpoint.baseUri("/sign-in/oidc"))
                    .successHandler(oidcSignIn)
                    .failureHandler(oidcSignIn));
        }
        return http.addFilterBefore(new SessionCaller(callers, sessions), AuthorizationFilter.class)
                // What a stranger asked for is not kept: it would cost a session each.
                .requestCache(cache -> cache.requestCache(new NullRequestCache()))
                .exceptionHandling(
                        handling -> handling.authenticationEntryPoint(new LoginUrlAuthenticationEntryPoint("/sign-in")))
                .headers(headers -> headers.withObjectPostProcessor(EAGER)
                        .contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT_POLICY)))
                .logout(logout ->
                        logout.logoutUrl("/sign-out").addLogoutHandler(signOut).logoutSuccessUrl("/sign-in"))
                .authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(
                                DispatcherType.ASYNC, DispatcherType.ERROR, DispatcherType.FORWARD)
                        .permitAll()
                        .requestMatchers(STRANGERS_PAGES)
                        .permitAll()
                        .anyRequest()
                        .authenticated())
                .csrf(csrf -> csrf.csrfTokenRepository(new StrangersCsrfTokens()))
                .build();
    }

    /** Where people come in over TLS, the cookie goes nowhere else, whatever a proxy says of the request. */
    @Bean
    DefaultCookieSerializerCustomizer sessionCookie(PublicUrl publicUrl) {
        return serializer -> {
            if (publicUrl.of("").startsWith("https:")) {
                serializer.setUseSecureCookie(true);
            }
        };
    }
}
