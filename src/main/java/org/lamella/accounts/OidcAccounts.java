package org.lamella.accounts;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Optional;
import org.lamella.audit.Actor;
import org.lamella.audit.AuditTrail;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Whose accounts the identity provider's people are. */
@Component
class OidcAccounts {
    private final Accounts accounts;
    private final AuditTrail audit;
    private final JdbcClient jdbc;
    private final Clock clock;

    OidcAccounts(Accounts accounts, AuditTrail audit, JdbcClient jdbc, Clock clock) {
        this.accounts = accounts;
        this.audit = audit;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * The account that this person is linked to already, or is now: by their mail address, where the provider says that it has
     * verified it. Without that anybody could call themselves admin@….
     */
    @Transactional
    Optional<Account> find(OidcPerson person) {
        Optional<Account> linked = jdbc.sql("select account_id from oidc_links where issuer = ? and subject = ?")
                .params(person.issuer(), person.subject())
                .query(Long.class)
                .optional()
                .flatMap(accounts::findById);
        return linked.isPresent() || !person.emailVerified() ? linked : link(person);
    }

    private Optional<Account> link(OidcPerson person) {
        Optional<Account> account = accounts.findByEmail(person.email());
        account.ifPresent(found -> {
            jdbc.sql("""
                            insert into oidc_links (issuer, subject, account_id, linked_at) values (?, ?, ?, ?)
                            on conflict do nothing""")
                    .params(
                            person.issuer(),
                            person.subject(),
                            found.id(),
                            clock.instant().atOffset(ZoneOffset.UTC))
                    .update();
            audit.record(Actor.SYSTEM, "identity-linked", "account", found.email(), "with " + person.issuer());
        });
        return account;
    }
}
