package org.lamella.images;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;
import org.lamella.access.Caller;
import org.lamella.audit.AuditTrail;
import org.lamella.audit.Difference;
import org.lamella.web.FieldError;
import org.lamella.web.InvalidInput;
import org.lamella.web.NoSuchThing;
import org.lamella.web.StateConflict;
import org.lamella.web.StateConflict.Conflict;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The names of images and what they lead to. */
@Component
public class ImageRegistry {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9._-]{0,62}[a-z0-9])?");
    private static final Pattern SUITE = Pattern.compile("[a-z][a-z0-9-]{0,62}");
    private static final int LONGEST_DESCRIPTION = 2048;
    private static final int USERS_NAMED = 10;

    private final JdbcClient jdbc;
    private final ImageViews views;
    private final Archives archives;
    private final AuditTrail audit;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    ImageRegistry(
            JdbcClient jdbc,
            ImageViews views,
            Archives archives,
            AuditTrail audit,
            ApplicationEventPublisher events,
            Clock clock) {
        this.jdbc = jdbc;
        this.views = views;
        this.archives = archives;
        this.audit = audit;
        this.events = events;
        this.clock = clock;
    }

    /**
     * @param kind {@code ARCHIVE} or {@code DEBOOTSTRAP}
     * @param source the digest of an archive that was brought, or a suite
     */
    record Draft(String name, String kind, String source, String description) {}

    /** @throws InvalidInput with everything that is wrong */
    @Transactional
    public void add(Caller caller, Draft draft) {
        caller.requireAdmin("add images");
        InvalidInput.throwIfAny(objections(draft));
        if (draft.kind().equals(ImageKind.ARCHIVE.name())) {
            archives.touch(draft.source());
        }
        jdbc.sql("insert into images (name, kind, source, description, changed_at) values (?, ?, ?, ?, ?)")
                .params(
                        draft.name(),
                        draft.kind(),
                        draft.source(),
                        draft.description(),
                        clock.instant().atOffset(ZoneOffset.UTC))
                .update();
        audit.record(
                "image-added",
                "image",
                draft.name(),
                draft.kind().toLowerCase(Locale.ROOT) + " " + draft.source(),
                Difference.made(Map.of("kind", draft.kind(), "source", draft.source())));
    }

    private List<FieldError> objections(Draft draft) {
        List<FieldError> errors = new ArrayList<>();
        if (!NAME.matcher(draft.name()).matches()) {
            errors.add(FieldError.invalid(
                    "name",
                    "“" + draft.name() + "” is no image's name: 1 to 64 lower-case letters, digits, dots, hyphens and"
                            + " underscores, with a letter or digit at both ends"));
        } else if (exists(draft.name())) {
            errors.add(FieldError.taken(
                    "name", "there is an image " + draft.name() + "; what it leads to is replaced, not added"));
        }
        if (draft.description().length() > LONGEST_DESCRIPTION) {
            errors.add(FieldError.invalid(
                    "description",
                    "has " + draft.description().length() + " characters; " + LONGEST_DESCRIPTION + " is the most"));
        }
        switch (draft.kind()) {
            case "ARCHIVE" -> errors.addAll(archiveObjections("source", draft.source()));
            case "DEBOOTSTRAP" -> {
                if (!SUITE.matcher(draft.source()).matches()) {
                    errors.add(FieldError.invalid(
                            "source", "“" + draft.source() + "” is not the name of a Debian suite, such as bookworm"));
                }
            }
            default -> errors.add(FieldError.invalid("kind", "must be ARCHIVE or DEBOOTSTRAP, not " + draft.kind()));
        }
        return errors;
    }

    private boolean exists(String name) {
        return jdbc.sql("select count(*) from images where name = ?")
                        .param(name)
                        .query(Long.class)
                        .single()
                > 0;
    }

    private List<FieldError> archiveObjections(String field, String digest) {
        if (!Archives.isDigest(digest)) {
            return List.of(FieldError.invalid(
                    field, "“" + digest + "” is no digest: sha256: and 64 hexadecimal digits, lower-case"));
        }
        return archives.find(digest).isPresent()
                ? List.of()
                : List.of(FieldError.invalid(field, "there is no archive " + digest + " here; bring it first"));
    }

    /**
     * Makes a name lead to another archive. Slivers that have a disk stay on what they have; those to come get the new one.
     *
     * @param requireVersion throws when the caller has seen another version
     * @throws InvalidInput when there is no such archive
     */
    @Transactional
    public void replace(Caller caller, String name, String digest, LongConsumer requireVersion) {
        caller.requireAdmin("replace images");
        Before before = lock(name);
        requireVersion.accept(before.version());
        InvalidInput.throwIfAny(archiveObjections("digest", digest));
        if (!before.kind().equals(ImageKind.ARCHIVE.name())) {
            throw new StateConflict("image " + name + " is made by each node itself (" + before.kind()
                    + "), and leads to no archive that could be replaced");
        }
        if (before.source().equals(digest)) {
            return;
        }
        archives.touch(digest);
        archives.touch(before.source());
        jdbc.sql("update images set source = ?, version = version + 1, changed_at = ? where name = ?")
                .params(digest, clock.instant().atOffset(ZoneOffset.UTC), name)
                .update();
        audit.record(
                "image-replaced",
                "image",
                name,
                digest,
                Difference.between(Map.of("source", before.source()), Map.of("source", digest)));
        events.publishEvent(new ImageReplaced(name));
    }

    private record Before(String kind, String source, long version) {}

    private Before lock(String name) {
        return jdbc.sql("select kind, source, version from images where name = ? for update")
                .param(name)
                .query(Before.class)
                .optional()
                .orElseThrow(() -> new NoSuchThing("image", name));
    }

    /** @throws StateConflict while a slice needs it, naming the slices */
    @Transactional
    public void delete(Caller caller, String name) {
        caller.requireAdmin("delete images");
        // Whoever would begin to use it waits here, and then finds that there is none; who has begun is seen.
        Before before = lock(name);
        if (name.equals(Images.DEFAULT)) {
            throw new StateConflict("image " + name + " is what a slice runs on that names none; it stays");
        }
        List<String> users = views.users(name, USERS_NAMED);
        if (!users.isEmpty()) {
            long all = views.get(name).slices();
            throw new StateConflict(
                    "image " + name + " is in use by " + all + (all == 1 ? " slice: " : " slices: ")
                            + String.join(", ", users) + (all > users.size() ? ", …" : ""),
                    users.stream()
                            .map(slice -> new Conflict("slice", slice, "runs on image " + name))
                            .toList(),
                    List.of());
        }
        jdbc.sql("delete from images where name = ?").param(name).update();
        if (before.kind().equals(ImageKind.ARCHIVE.name())) {
            archives.touch(before.source());
        }
        audit.record(
                "image-deleted",
                "image",
                name,
                before.source(),
                Difference.gone(Map.of("kind", before.kind(), "source", before.source())));
    }
}
