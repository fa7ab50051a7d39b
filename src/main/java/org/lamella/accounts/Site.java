package org.lamella.accounts;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;

/** An institution. Its login base is the first part of its slices' names, and never changes. */
@Entity
@Table(name = "sites")
public class Site {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private Long id;

    private String loginBase;
    private String name;
    private String url;
    private Double latitude;
    private Double longitude;
    private String country;
    private boolean enabled;
    private String suspendedReason;
    private Instant createdAt;

    @Version
    private long version;

    protected Site() {}

    Site(String loginBase, SiteFacts facts, Instant createdAt) {
        this.loginBase = loginBase;
        this.enabled = true;
        this.suspendedReason = "";
        this.createdAt = createdAt;
        describe(facts);
    }

    public Long id() {
        return id;
    }

    public String loginBase() {
        return loginBase;
    }

    public String name() {
        return name;
    }

    /** False while it is suspended. */
    public boolean enabled() {
        return enabled;
    }

    /** Empty unless it is suspended. */
    public String suspendedReason() {
        return suspendedReason;
    }

    SiteFacts facts() {
        return new SiteFacts(name, url, Location.of(latitude, longitude), country);
    }

    Instant createdAt() {
        return createdAt;
    }

    public long version() {
        return version;
    }

    final void describe(SiteFacts facts) {
        this.name = facts.name();
        this.url = facts.url();
        this.latitude = facts.location().map(Location::latitude).orElse(null);
        this.longitude = facts.location().map(Location::longitude).orElse(null);
        this.country = facts.country().orElse(null);
    }

    void suspend(String reason) {
        this.enabled = false;
        this.suspendedReason = reason;
    }

    void resume() {
        this.enabled = true;
        this.suspendedReason = "";
    }
}
