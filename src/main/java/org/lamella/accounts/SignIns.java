package org.lamella.accounts;

import java.util.Optional;
import org.lamella.accounts.passwords.PasswordHashes;
import org.lamella.accounts.throttle.Budget;
import org.lamella.accounts.throttle.ClientNetwork;
import org.lamella.accounts.throttle.Throttle;
import org.lamella.audit.Actor;
import org.lamella.audit.AuditTrail;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Signing in with a mail address and a password.
 *
 * <p>An unknown address, one without a password, a disabled account and a wrong password are told apart neither by words nor by
 * time: one hash is compared in each case.
 */
@Component
class SignIns {
    private final Accounts accounts;
    private final PasswordHashes hashes;
    private final Throttle throttle;
    private final AuditTrail audit;
    private final TransactionTemplate transaction;

    SignIns(
            Accounts accounts,
            PasswordHashes hashes,
            Throttle throttle,
            AuditTrail audit,
            TransactionTemplate transaction) {
        this.accounts = accounts;
        this.hashes = hashes;
        this.throttle = throttle;
        this.audit = audit;
        this.transaction = transaction;
    }

    /**
     * @param address where the attempt came from
     * @return empty when it is refused; why is nobody's business
     * @throws org.lamella.accounts.throttle.TooManyAttempts with how long to wait
     */
    Optional<SignedIn> byPassword(String typedEmail, String password, String address) {
        String email = EmailAddress.normal(typedEmail);
        String network = ClientNetwork.of(address);
        String pair = network + " " + email;
        throttle.admit(Budget.SIGN_IN_FROM_ADDRESS, network);
        throttle.admit(Budget.SIGN_IN_FROM_ADDRESS_TO_ACCOUNT, pair);
        if (!throttle.isKnown(Budget.SIGN_IN_FROM_ADDRESS_TO_ACCOUNT, pair)) {
            throttle.admit(Budget.SIGN_IN_TO_ACCOUNT, email);
        }
        Optional<Account> account = accounts.findByEmail(email).filter(Account::enabled);
        if (!hashes.matches(password, account.flatMap(Account::passwordHash))) {
            refused(email, address);
            return Optional.empty();
        }
        throttle.succeeded(Budget.SIGN_IN_FROM_ADDRESS_TO_ACCOUNT, pair);
        account.ifPresent(known -> rehashIfOutdated(known, password));
        return account.map(Account::signedIn);
    }

    /** What was typed as an address may be a password: it is written down only when there is such an account. */
    private void refused(String email, String address) {
        String object = accounts.findByEmail(email).map(Account::email).orElse("unknown");
        Actor actor = new Actor("stranger", Actor.Via.WEB, address);
        transaction.executeWithoutResult(
                status -> audit.record(actor, "sign-in-refused", "account", object, "by password"));
    }

    private void rehashIfOutdated(Account account, String password) {
        String kept = account.passwordHash().orElseThrow();
        if (hashes.isOutdated(kept)) {
            String better = hashes.hash(password);
            transaction.executeWithoutResult(status -> accounts.replaceHash(account.id(), kept, better));
        }
    }
}
