package org.lamella.accounts.passwords;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.lamella.web.Unavailable;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * Passwords as Argon2id hashes. Each takes 19 MiB and tens of milliseconds, on purpose; no more are made at once than there are
 * processors, so that sign-ins exhaust neither memory nor the threads of everything else.
 */
@Component
public class PasswordHashes {
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final int LANES = 1;
    private static final int KIBIBYTES = 19 * 1024;
    private static final int PASSES = 2;
    private static final long PATIENCE_SECONDS = 5;

    private final PasswordEncoder encoder = new DelegatingPasswordEncoder(
            "argon2id",
            Map.of(
                    "argon2id",
                    new Argon2PasswordEncoder(SALT_BYTES, HASH_BYTES, LANES, KIBIBYTES, PASSES),
                    "bcrypt",
                    new BCryptPasswordEncoder()));
    private final Semaphore places = new Semaphore(Runtime.getRuntime().availableProcessors(), true);
    private final String nobodys = encoder.encode("the hash that is compared when there is none");

    /** @throws Unavailable when too many others wait for theirs */
    public String hash(String password) {
        return inPlace(() -> encoder.encode(PasswordRules.normal(password)));
    }

    /**
     * Takes the same time whether there is a hash or not.
     *
     * @throws Unavailable when too many others wait for theirs
     */
    public boolean matches(String password, Optional<String> hash) {
        boolean same = inPlace(() -> encoder.matches(PasswordRules.normal(password), hash.orElse(nobodys)));
        return same && hash.isPresent();
    }

    /** Whether it was made in another way than hashes are made now. */
    public boolean isOutdated(String hash) {
        return encoder.upgradeEncoding(hash);
    }

    private <T> T inPlace(Supplier<T> work) {
        try {
            if (!places.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new Unavailable("very many are signing in at this moment; try again in a few seconds");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unavailable("the control plane is being stopped");
        }
        try {
            return work.get();
        } finally {
            places.release();
        }
    }
}
