package org.lamella.accounts;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** A person. */
@Entity
@Table(name = "accounts")
class Account {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private Long id;

    private String email;
    private String name;
    private boolean admin;
    private boolean enabled;
    private Instant verifiedAt;
    private String passwordHash;

    @SuppressWarnings("unused") // A column: written here, read by SQL alone.
    private Instant createdAt;

    @Version
    private long version;

    protected Account() {}

    private Account(String email, String name, Instant createdAt) {
        this.email = email.toLowerCase(Locale.ROOT);
        this.name = name;
        this.enabled = true;
        this.createdAt = createdAt;
    }

    static Account admin(String email, String name, Instant createdAt) {
        Account account = new Account(email, name, createdAt);
        account.admin = true;
        return account;
    }

    /** @param passwordHash empty for somebody who signs in by an identity provider */
    static Account approved(Registration registration, Optional<String> passwordHash, Instant now) {
        Account account = new Account(registration.email(), registration.name(), now);
        account.verifiedAt = registration.verifiedAt();
        account.passwordHash = passwordHash.orElse(null);
        return account;
    }

    Long id() {
        return id;
    }

    String email() {
        return email;
    }

    String name() {
        return name;
    }

    boolean admin() {
        return admin;
    }

    long version() {
        return version;
    }

    boolean enabled() {
        return enabled;
    }

    Optional<String> passwordHash() {
        return Optional.ofNullable(passwordHash);
    }

    SignedIn signedIn() {
        return new SignedIn(id, email);
    }

    void rename(String newName) {
        this.name = newName;
    }

    void enable(boolean may) {
        this.enabled = may;
    }

    void makeAdmin(boolean is) {
        this.admin = is;
    }

    /** Whoever was sent a link to the address and used it has shown that it is theirs. */
    void verify(Instant now) {
        if (verifiedAt == null) {
            this.verifiedAt = now;
        }
    }

    void setPasswordHash(String hash) {
        this.passwordHash = hash;
    }
}
