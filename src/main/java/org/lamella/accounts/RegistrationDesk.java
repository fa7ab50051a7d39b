package org.lamella.accounts;

import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.lamella.accounts.passwords.PasswordHashes;
import org.lamella.accounts.passwords.PasswordRules;
import org.lamella.accounts.throttle.Budget;
import org.lamella.accounts.throttle.ClientNetwork;
import org.lamella.accounts.throttle.Throttle;
import org.lamella.audit.Actor;
import org.lamella.audit.AuditTrail;
import org.lamella.secrets.Secrets;
import org.lamella.web.FieldError;
import org.lamella.web.InvalidInput;
import org.lamella.web.PublicUrl;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Takes registrations of strangers and lets them show that their mail address is theirs.
 *
 * <p>What is answered, and when, is the same whether the address has an account or not: the answer is given before anybody has
 * looked, and what differs happens behind it ({@link Afterwards}).
 */
@Component
class RegistrationDesk {
    static final Duration LINK_LIFETIME = Duration.ofHours(24);

    private static final int CODE_BYTES = 32;

    private final Accounts accounts;
    private final Sites sites;
    private final PeopleReader people;
    private final PasswordRules rules;
    private final PasswordHashes hashes;
    private final Throttle throttle;
    private final Secrets secrets;
    private final AccountMails mails;
    private final AuditTrail audit;
    private final Afterwards afterwards;
    private final PublicUrl publicUrl;
    private final JdbcClient jdbc;
    private final Clock clock;

    RegistrationDesk(
            Accounts accounts,
            Sites sites,
            PeopleReader people,
            PasswordRules rules,
            PasswordHashes hashes,
            Throttle throttle,
            Secrets secrets,
            AccountMails mails,
            AuditTrail audit,
            Afterwards afterwards,
            PublicUrl publicUrl,
            JdbcClient jdbc,
            Clock clock) {
        this.accounts = accounts;
        this.sites = sites;
        this.people = people;
        this.rules = rules;
        this.hashes = hashes;
        this.throttle = throttle;
        this.secrets = secrets;
        this.mails = mails;
        this.audit = audit;
        this.afterwards = afterwards;
        this.publicUrl = publicUrl;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * @param address where the request came from
     * @throws InvalidInput with everything that is wrong, whether the address is known or not
     * @throws org.lamella.accounts.throttle.TooManyAttempts with how long to wait
     */
    void ask(RegistrationRequest request, String password, String address) {
        List<FieldError> errors = new ArrayList<>(request.objections());
        siteObjection(request.site()).ifPresent(errors::add);
        rules.objection(password, List.of(request.email(), request.name(), request.site()))
                .ifPresent(words -> errors.add(FieldError.invalid("password", words)));
        InvalidInput.throwIfAny(errors);
        throttle.admit(Budget.MAIL_FROM_ADDRESS, ClientNetwork.of(address));
        throttle.admit(Budget.MAIL_TO_PERSON, request.email());
        String hash = hashes.hash(password);
        afterwards.run("registration", () -> take(request, hash, address));
    }

    /** Somebody whose address an identity provider has verified: they wait for a PI at once. */
    @Transactional
    void takeVerified(RegistrationRequest request) {
        List<FieldError> errors = new ArrayList<>(request.objections());
        siteObjection(request.site()).ifPresent(errors::add);
        InvalidInput.throwIfAny(errors);
        forgetOthers(request.email(), -1);
        insert(request, Optional.empty(), Optional.empty());
        audit.record(
                Actor.SYSTEM, "registration-verified", "registration", request.email(), "by the identity provider");
        tellPis(request.email());
    }

    /**
     * Uses a mailed link up.
     *
     * @return who waits for a PI now; empty when the link is unknown, used or expired
     */
    @Transactional
    Optional<Registration> verify(String code) {
        Optional<Long> verified = jdbc.sql("""
                        update registrations set verified_at = :now, link_hash = null
                        where link_hash = :hash and created_at > :oldest
                          and not exists (select 1 from registrations w
                                          where w.email = registrations.email and w.verified_at is not null)
                          and not exists (select 1 from accounts a where a.email = registrations.email)
                        returning id""")
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("hash", secrets.hash(code))
                .param("oldest", oldest().atOffset(ZoneOffset.UTC))
                .query(Long.class)
                .optional();
        return verified.map(id -> {
            Registration registration = waiting(id);
            forgetOthers(registration.email(), id);
            audit.record(
                    Actor.SYSTEM,
                    "registration-verified",
                    "registration",
                    registration.email(),
                    "for " + registration.site());
            tellPis(registration.email());
            return registration;
        });
    }

    @Scheduled(fixedDelayString = "PT10M")
    void forgetUnverified() {
        jdbc.sql("delete from registrations where verified_at is null and created_at <= ?")
                .param(oldest().atOffset(ZoneOffset.UTC))
                .update();
    }

    private void take(RegistrationRequest request, String passwordHash, String address) {
        Actor actor = new Actor("stranger", Actor.Via.WEB, address);
        audit.record(actor, "registration-asked", "registration", request.email(), "for " + request.site());
        if (accounts.findByEmail(request.email()).isPresent()) {
            mails.send(AccountMail.knownAddress(request.email(), publicUrl.of("/reset")));
            return;
        }
        String code = secrets.randomText(CODE_BYTES);
        insert(request, Optional.of(passwordHash), Optional.of(code));
        mails.send(AccountMail.verification(
                request.email(), request.site(), publicUrl.of("/register/verify?code=" + code)));
    }

    /** Without a code it is verified. */
    private void insert(RegistrationRequest request, Optional<String> passwordHash, Optional<String> code) {
        jdbc.sql("""
                        insert into registrations
                          (email, name, site_id, role, password_hash, words, link_hash, created_at, verified_at)
                        select :email, :name, s.id, :role, :password, :words, :link, :now, :verified
                        from sites s where s.login_base = :site""")
                .param("email", request.email())
                .param("name", request.name())
                .param("role", request.role().toUpperCase(Locale.ROOT))
                .param("password", passwordHash.orElse(null))
                .param("words", request.words())
                .param("link", code.map(secrets::hash).orElse(null), Types.BINARY)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param(
                        "verified",
                        code.isPresent() ? null : clock.instant().atOffset(ZoneOffset.UTC),
                        Types.TIMESTAMP_WITH_TIMEZONE)
                .param("site", request.site())
                .update();
    }

    private void forgetOthers(String email, long but) {
        jdbc.sql("delete from registrations where email = ? and id <> ?")
                .params(email, but)
                .update();
    }

    private void tellPis(String email) {
        Registration registration = jdbc.sql(WaitingRegistrations.SELECT + " and r.email = ?")
                .param(email)
                .query(WaitingRegistrations::registration)
                .single();
        people.answeringFor(registration.site())
                .forEach(to -> mails.send(AccountMail.waiting(to, registration, publicUrl.of("/accounts?waiting"))));
    }

    private Registration waiting(long id) {
        return jdbc.sql(WaitingRegistrations.SELECT + " and r.id = ?")
                .param(id)
                .query(WaitingRegistrations::registration)
                .single();
    }

    private Optional<FieldError> siteObjection(String loginBase) {
        return sites.findByLoginBase(loginBase).filter(Site::enabled).isPresent()
                ? Optional.empty()
                : Optional.of(FieldError.invalid("site", "there is no such site that takes people at this time"));
    }

    private Instant oldest() {
        return clock.instant().minus(LINK_LIFETIME);
    }
}
