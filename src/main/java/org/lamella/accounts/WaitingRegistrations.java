package org.lamella.accounts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.lamella.access.Caller;
import org.lamella.access.Role;
import org.lamella.audit.AuditTrail;
import org.lamella.web.FieldError;
import org.lamella.web.InvalidInput;
import org.lamella.web.NoSuchThing;
import org.lamella.web.Page;
import org.lamella.web.PublicUrl;
import org.lamella.web.listing.Field;
import org.lamella.web.listing.ListRequest;
import org.lamella.web.listing.Listing;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The registrations that wait for somebody who answers for the site. To all others they are not there. */
@Component
public class WaitingRegistrations {
    private static final String COLUMNS =
            "r.id, r.email, r.name, s.login_base, r.role, r.words, r.created_at, r.verified_at";
    private static final String TABLES = "registrations r join sites s on s.id = r.site_id";
    private static final String WAIT = "r.verified_at is not null";
    static final String SELECT = "select " + COLUMNS + " from " + TABLES + " where " + WAIT;

    private static final Listing REGISTRATIONS = Listing.of("registrations", TABLES, Field.id("id", "r.id"))
            .with(
                    Field.name("email", "r.email").always(),
                    Field.text("name", "r.name").always(),
                    Field.text("any", "r.email || ' ' || r.name").always(),
                    Field.name("site", "s.login_base").always(),
                    Field.choice("role", "r.role", Role.class).always(),
                    Field.text("words", "r.words").always(),
                    Field.time("createdAt", "r.created_at").always(),
                    Field.time("verifiedAt", "r.verified_at").always())
            .searchedBy("any");

    private static final String OF_CALLER = " and (:admin or s.login_base in (:sites))";
    private static final int LONGEST_REASON = 500;

    private final Accounts accounts;
    private final AccountMails mails;
    private final AuditTrail audit;
    private final PublicUrl publicUrl;
    private final JdbcClient jdbc;
    private final Clock clock;

    WaitingRegistrations(
            Accounts accounts,
            AccountMails mails,
            AuditTrail audit,
            PublicUrl publicUrl,
            JdbcClient jdbc,
            Clock clock) {
        this.accounts = accounts;
        this.mails = mails;
        this.audit = audit;
        this.publicUrl = publicUrl;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** How many the caller could decide. */
    @Transactional(readOnly = true)
    public int count(Caller caller) {
        return ofCaller("select count(*) from (" + SELECT + OF_CALLER + ") w", caller)
                .query(Integer.class)
                .single();
    }

    /** Those that the caller could decide, the oldest first. */
    @Transactional(readOnly = true)
    List<Registration> list(Caller caller, int limit) {
        return ofCaller(SELECT + OF_CALLER + " order by r.id limit :limit", caller)
                .param("limit", limit)
                .query(WaitingRegistrations::registration)
                .list();
    }

    /** The same as a list of the API, the oldest first unless another order is asked for. */
    @Transactional(readOnly = true)
    Page<Registration> list(Caller caller, ListRequest request) {
        return REGISTRATIONS
                .query(request)
                .where(WAIT + OF_CALLER, parameters(caller))
                .page(jdbc, COLUMNS, WaitingRegistrations::registration);
    }

    /** Makes the account, with the role that was asked for. */
    @Transactional
    Registration approve(long id, Caller caller) {
        Registration registration = locked(id, caller);
        Optional<String> passwordHash = jdbc.sql("select password_hash from registrations where id = ?")
                .param(id)
                .query(String.class)
                .optional();
        Account account = accounts.save(Account.approved(registration, passwordHash, clock.instant()));
        jdbc.sql("""
                        insert into site_roles (account_id, site_id, role)
                        select ?, r.site_id, r.role from registrations r where r.id = ?""").params(account.id(), id).update();
        jdbc.sql("delete from registrations where id = ?").param(id).update();
        audit.record(
                "account-created",
                "account",
                account.email(),
                SitePeople.word(registration.role()) + " at " + registration.site());
        mails.send(AccountMail.approved(account.email(), registration.site(), publicUrl.of("/sign-in")));
        return registration;
    }

    /** @throws InvalidInput without a reason */
    @Transactional
    void reject(long id, String reason, Caller caller) {
        if (reason.isBlank() || reason.strip().length() > LONGEST_REASON) {
            throw new InvalidInput(List.of(FieldError.invalid(
                    "reason", "is needed, with at most " + LONGEST_REASON + " characters: it is mailed to them")));
        }
        Registration registration = locked(id, caller);
        jdbc.sql("delete from registrations where id = ?").param(id).update();
        audit.record("registration-rejected", "registration", registration.email(), reason.strip());
        mails.send(AccountMail.rejected(registration.email(), registration.site(), reason.strip()));
    }

    /** Two who decide at once wait for each other; the second finds that there is none. */
    private Registration locked(long id, Caller caller) {
        return ofCaller(SELECT + OF_CALLER + " and r.id = :id for update of r", caller)
                .param("id", id)
                .query(WaitingRegistrations::registration)
                .optional()
                .orElseThrow(() -> new NoSuchThing("registration", Long.toString(id)));
    }

    private JdbcClient.StatementSpec ofCaller(String sql, Caller caller) {
        return jdbc.sql(sql).params(parameters(caller));
    }

    private static Map<String, Object> parameters(Caller caller) {
        return Map.of(
                "admin",
                caller.admin(),
                "sites",
                // No site has an empty login base; a list must have an element.
                Stream.concat(Stream.of(""), caller.sitesAs(Role.PI).stream()).toList());
    }

    static Registration registration(ResultSet row, int number) throws SQLException {
        return new Registration(
                row.getLong("id"),
                row.getString("email"),
                row.getString("name"),
                row.getString("login_base"),
                Role.valueOf(row.getString("role")),
                row.getString("words"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("verified_at", OffsetDateTime.class).toInstant());
    }
}
