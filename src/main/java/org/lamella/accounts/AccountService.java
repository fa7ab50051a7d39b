package org.lamella.accounts;

import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.lamella.access.Caller;
import org.lamella.access.Forbidden;
import org.lamella.access.Role;
import org.lamella.audit.AuditTrail;
import org.lamella.audit.Difference;
import org.lamella.web.FieldError;
import org.lamella.web.InvalidInput;
import org.lamella.web.NoSuchThing;
import org.lamella.web.StateConflict;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Enabling and disabling people, and making admins.
 *
 * <p>A PI decides about those who are at no other site than the PI's own, and are neither PIs nor admins themselves: others
 * have somebody else to answer to.
 */
@Component
class AccountService {
    private final Accounts accounts;
    private final AccountViews views;
    private final Sessions sessions;
    private final AuditTrail audit;
    private final ApplicationEventPublisher events;

    AccountService(
            Accounts accounts,
            AccountViews views,
            Sessions sessions,
            AuditTrail audit,
            ApplicationEventPublisher events) {
        this.accounts = accounts;
        this.views = views;
        this.sessions = sessions;
        this.audit = audit;
        this.events = events;
    }

    @Transactional
    public void enable(String email, Caller caller) {
        Account account = locked(email, caller);
        requireDecides(email, caller);
        if (!account.enabled()) {
            account.enable(true);
            audit.record("account-enabled", "account", account.email(), "", enabled(false, true));
            events.publishEvent(new KeysChanged(List.of(account.id())));
        }
    }

    /**
     * The account's sessions end, and its tokens open nothing while it is disabled.
     *
     * @throws StateConflict for the last admin
     */
    @Transactional
    public void disable(String email, Caller caller) {
        List<Account> admins = accounts.lockAdmins();
        Account account = locked(email, caller);
        requireDecides(email, caller);
        requireAnotherThan(account, admins, "be disabled");
        if (account.enabled()) {
            account.enable(false);
            sessions.endAll(account.id());
            audit.record(
                    "account-disabled", "account", account.email(), "its sessions were ended", enabled(true, false));
            events.publishEvent(new KeysChanged(List.of(account.id())));
        }
    }

    /** @throws StateConflict when there would be no admin left */
    @Transactional
    public void makeAdmin(String email, boolean is, Caller caller) {
        caller.requireAdmin("make somebody an admin, or no longer one");
        List<Account> admins = accounts.lockAdmins();
        Account account = locked(email, caller);
        if (!is) {
            requireAnotherThan(account, admins, "cease to be one");
        }
        if (account.admin() != is) {
            account.makeAdmin(is);
            audit.record(
                    is ? "admin-given" : "admin-taken",
                    "account",
                    account.email(),
                    "",
                    Difference.between(Map.of("admin", !is), Map.of("admin", is)));
        }
    }

    /** @param seen is told the version that is changed, and throws when it is not the one that the caller has seen */
    @Transactional
    public void rename(String email, String name, Caller caller, LongConsumer seen) {
        Account account = locked(email, caller);
        if (!account.id().equals(caller.accountId())) {
            caller.requireAdmin("rename somebody else");
        }
        seen.accept(account.version());
        if (!RegistrationRequest.isName(name.strip())) {
            throw new InvalidInput(List.of(FieldError.invalid("name", RegistrationRequest.nameRule())));
        }
        if (!account.name().equals(name.strip())) {
            audit.record(
                    "account-renamed",
                    "account",
                    account.email(),
                    "",
                    Difference.between(Map.of("name", account.name()), Map.of("name", name.strip())));
            account.rename(name.strip());
        }
    }

    private static Difference enabled(boolean before, boolean after) {
        return Difference.between(Map.of("enabled", before), Map.of("enabled", after));
    }

    /** Ends all web sessions of somebody. */
    @Transactional
    public void endSessions(String email, Caller caller) {
        Account account = locked(email, caller);
        if (!account.id().equals(caller.accountId())) {
            caller.requireAdmin("end somebody else's sessions");
        }
        audit.record("sessions-ended", "account", account.email(), "all " + sessions.endAll(account.id()));
    }

    private Account locked(String email, Caller caller) {
        return accounts.lock(views.get(email, caller).email()).orElseThrow(() -> new NoSuchThing("account", email));
    }

    private void requireDecides(String email, Caller caller) {
        if (caller.admin()) {
            return;
        }
        AccountView account = views.get(email, caller);
        boolean otherSite = !caller.sitesAs(Role.PI).containsAll(account.roles().keySet());
        boolean pi = account.roles().values().stream().anyMatch(roles -> roles.contains(Role.PI));
        if (account.admin() || otherSite || pi || account.roles().isEmpty()) {
            throw new Forbidden("only an admin may enable or disable " + account.email()
                    + ", who is " + (account.admin() ? "an admin" : pi ? "a PI" : "at another site as well")
                    + "; a PI may take their roles away at the own site");
        }
    }

    private static void requireAnotherThan(Account account, List<Account> admins, String what) {
        if (admins.size() == 1 && admins.getFirst().id().equals(account.id())) {
            throw new StateConflict(account.email() + " is the only admin who is enabled and cannot " + what
                    + ": nobody could make another; make one first");
        }
    }
}
