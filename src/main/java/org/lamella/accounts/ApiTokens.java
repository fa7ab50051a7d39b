package org.lamella.accounts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.lamella.access.Caller;
import org.lamella.access.Scope;
import org.lamella.audit.Actor;
import org.lamella.audit.AuditTrail;
import org.lamella.secrets.Secrets;
import org.lamella.web.InvalidInput;
import org.lamella.web.NoSuchThing;
import org.lamella.web.Page;
import org.lamella.web.listing.Field;
import org.lamella.web.listing.ListRequest;
import org.lamella.web.listing.Listing;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The tokens that scripts and the command line show as {@code Authorization: Bearer}. Only their keyed hashes are kept. */
@Component
class ApiTokens {
    private static final int TOKEN_BYTES = 32;
    private static final String COLUMNS =
            "t.id, a.email, t.label, t.scopes, t.created_at, t.expires_at, t.last_used_at";
    private static final String TABLES = "api_tokens t join accounts a on a.id = t.account_id";
    private static final String SELECT = "select " + COLUMNS + " from " + TABLES;

    /** The newest first. An account's tokens are few, and are found by the account. */
    private static final Listing TOKENS = Listing.of("tokens", TABLES, Field.id("id", "t.id"))
            .with(
                    Field.text("label", "t.label").always(),
                    Field.many("scope", "select lower(unnest(t.scopes))"),
                    Field.time("createdAt", "t.created_at").always(),
                    Field.time("expiresAt", "t.expires_at"),
                    Field.time("lastUsedAt", "t.last_used_at"))
            .searchedBy("label")
            .orderedBy("-id");

    private final JdbcClient jdbc;
    private final Callers callers;
    private final TokenUses uses;
    private final AuditTrail audit;
    private final Secrets secrets;
    private final Clock clock;

    /** @param token the only time it is seen */
    record Issued(TokenView view, String token) {
        @Override
        public String toString() {
            return view.toString();
        }
    }

    ApiTokens(JdbcClient jdbc, Callers callers, TokenUses uses, AuditTrail audit, Secrets secrets, Clock clock) {
        this.jdbc = jdbc;
        this.callers = callers;
        this.uses = uses;
        this.audit = audit;
        this.secrets = secrets;
        this.clock = clock;
    }

    /** For the installation's own command line: good for everything, for ever. */
    @Transactional
    public String issue(Account account, String label) {
        String token = newToken();
        insert(token, account.id(), label, EnumSet.allOf(Scope.class), Optional.empty());
        audit.record(Actor.SYSTEM, "token-issued", "account", account.email(), label);
        return token;
    }

    /** @throws InvalidInput with everything that is wrong */
    @Transactional
    public Issued issue(TokenRequest request, Caller caller) {
        InvalidInput.throwIfAny(request.objections(caller.scopes()));
        String token = newToken();
        Instant expiresAt = clock.instant().plus(request.lifetime());
        long id = insert(token, caller.accountId(), request.label(), request.granted(), Optional.of(expiresAt));
        audit.record(
                "token-issued",
                "account",
                caller.email(),
                request.label() + ", for " + request.granted() + ", until " + expiresAt);
        return new Issued(get(id), token);
    }

    /** Of one account, the newest first. */
    @Transactional(readOnly = true)
    List<TokenView> list(String email, int limit) {
        return jdbc.sql(SELECT + " where a.email = ? order by t.id desc limit ?")
                .params(email, limit)
                .query(ApiTokens::view)
                .list();
    }

    /** The same as a list of the API. */
    @Transactional(readOnly = true)
    Page<TokenView> list(String email, ListRequest request) {
        return TOKENS.query(request)
                .where("a.email = :whose", Map.of("whose", email))
                .page(jdbc, COLUMNS, ApiTokens::view);
    }

    /** @throws NoSuchThing when the caller has no such token; an admin may revoke everybody's */
    @Transactional
    public void revoke(long id, Caller caller) {
        TokenView token = find(id).filter(
                        found -> caller.admin() || found.account().equals(caller.email()))
                .orElseThrow(() -> new NoSuchThing("token", Long.toString(id)));
        jdbc.sql("delete from api_tokens where id = ?").param(id).update();
        audit.record("token-revoked", "account", token.account(), token.label());
    }

    /** Empty when the token is unknown, revoked or expired. */
    Optional<Callers.Found> callerOf(String token) {
        Optional<Callers.FoundToken> found = callers.byTokenHash(secrets.hash(token))
                .filter(known -> known.expiresAt() == null || known.expiresAt().isAfter(clock.instant()));
        found.ifPresent(known -> uses.note(known.id()));
        return found.map(Callers.FoundToken::found);
    }

    private TokenView get(long id) {
        return find(id).orElseThrow();
    }

    private Optional<TokenView> find(long id) {
        return jdbc.sql(SELECT + " where t.id = ?")
                .param(id)
                .query(ApiTokens::view)
                .optional();
    }

    private String newToken() {
        return "lat_" + secrets.randomText(TOKEN_BYTES);
    }

    private long insert(String token, long accountId, String label, Set<Scope> scopes, Optional<Instant> expiresAt) {
        return jdbc.sql("""
                        insert into api_tokens (hash, account_id, label, scopes, created_at, expires_at)
                        values (:hash, :account, :label, string_to_array(:scopes, ','), :now, :expires) returning id""")
                .param("hash", secrets.hash(token))
                .param("account", accountId)
                .param("label", label)
                .param("scopes", scopes.stream().map(Scope::name).collect(Collectors.joining(",")))
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param(
                        "expires",
                        expiresAt.map(at -> at.atOffset(ZoneOffset.UTC)).orElse(null),
                        Types.TIMESTAMP_WITH_TIMEZONE)
                .query(Long.class)
                .single();
    }

    private static TokenView view(ResultSet row, int number) throws SQLException {
        return new TokenView(
                row.getLong("id"),
                row.getString("email"),
                row.getString("label"),
                Callers.scopes(row.getArray("scopes")),
                instant(row, "created_at"),
                instant(row, "expires_at"),
                instant(row, "last_used_at"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
