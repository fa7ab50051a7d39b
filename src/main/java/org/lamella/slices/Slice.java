package org.lamella.slices;

import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import org.lamella.accounts.Site;

/**
 * A named set of slivers on many nodes.
 *
 * <p>Its goal follows from what stops it: it is to run while it has not expired, nobody has suspended it, and its site is
 * not suspended. Each of the three ends by itself. Whoever changes it holds {@link Slices#lock} and has not read it
 * before.
 */
@Entity
@Table(name = "slices")
public class Slice {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private Long id;

    private String name;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(name = "site_id")
    private Site site;

    @Enumerated(EnumType.STRING)
    private Goal goal;

    private String image;
    private String description;
    private String url;
    private String initscript;
    private String firstInitscript;
    private long initscriptVersion;
    private Instant createdAt;
    private Instant expiresAt;
    private long version;

    /** When expiry was carried out; null while it was not. */
    private Instant expiredAt;

    @Embedded
    private Suspension suspension;

    private boolean siteSuspended;

    /** The expiry of which members were warned for the first time; null when they never were. */
    private Instant remindedSoonFor;

    private Instant remindedLastFor;

    protected Slice() {}

    Slice(SliceName name, Site site, SliceRequest request, Instant now) {
        this.name = name.text();
        this.site = site;
        this.goal = Goal.RUNNING;
        this.image = request.image();
        this.description = request.description();
        this.url = request.url();
        this.initscript = "";
        this.firstInitscript = "";
        this.createdAt = now;
        this.expiresAt = now.plus(Lifetime.FIRST);
    }

    public Long id() {
        return id;
    }

    public SliceName name() {
        return new SliceName(name);
    }

    public Site site() {
        return site;
    }

    public Goal goal() {
        return goal;
    }

    public String image() {
        return image;
    }

    public String description() {
        return description;
    }

    public String url() {
        return url;
    }

    /** A program that is run as root inside each sliver when it starts; empty: none. */
    public String initscript() {
        return initscript;
    }

    /** A program that is run as root inside each sliver before the other, at its first start on a new disk; empty: none. */
    public String firstInitscript() {
        return firstInitscript;
    }

    /** How often it has been given another initscript, of either kind. */
    long initscriptVersion() {
        return initscriptVersion;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public Instant expiresAt() {
        return expiresAt;
    }

    /** Grows with every change; what it was is what a script names to change only what it has seen. */
    public long version() {
        return version;
    }

    boolean isExpired() {
        return expiredAt != null;
    }

    boolean isSiteSuspended() {
        return siteSuspended;
    }

    /** Whether it expired so long ago that its files are not kept any more. */
    boolean isOverBy(Instant now) {
        return expiredAt != null && !expiredAt.plus(Lifetime.FILES_KEPT).isAfter(now);
    }

    Optional<Suspension> suspension() {
        return Optional.ofNullable(suspension);
    }

    /** Why it is to be stopped, for people; empty while it is to run. */
    public String stoppedReason() {
        return StopReasons.words(expiredAt, suspension, siteSuspended);
    }

    void change(SliceChange change) {
        description = change.description().orElse(description);
        url = change.url().orElse(url);
        image = change.image().orElse(image);
        change.initscript().filter(text -> !text.equals(initscript)).ifPresent(text -> {
            initscript = text;
            initscriptVersion++;
        });
        change.firstInitscript().filter(text -> !text.equals(firstInitscript)).ifPresent(text -> {
            firstInitscript = text;
            initscriptVersion++;
        });
        changed();
    }

    /** For what is kept beside the slice: its members, its tags. */
    void changed() {
        version++;
    }

    void renew(Instant until) {
        expiresAt = until;
        expiredAt = null;
        changed();
        settle();
    }

    void expire(Instant now) {
        expiredAt = now;
        changed();
        settle();
    }

    void suspend(Suspension next) {
        suspension = next;
        changed();
        settle();
    }

    void resume() {
        suspension = null;
        changed();
        settle();
    }

    void siteSuspended(boolean suspended) {
        siteSuspended = suspended;
        changed();
        settle();
    }

    /** Notes that its members were warned of this expiry. */
    void reminded(Reminder reminder) {
        switch (reminder) {
            case SOON -> remindedSoonFor = expiresAt;
            case LAST -> {
                remindedSoonFor = expiresAt;
                remindedLastFor = expiresAt;
            }
        }
    }

    boolean needs(Reminder reminder) {
        return !expiresAt.equals(
                switch (reminder) {
                    case SOON -> remindedSoonFor;
                    case LAST -> remindedLastFor;
                });
    }

    void delete() {
        goal = Goal.ABSENT;
        changed();
    }

    private void settle() {
        if (goal != Goal.ABSENT) {
            goal = stoppedReason().isEmpty() ? Goal.RUNNING : Goal.STOPPED;
        }
    }
}
