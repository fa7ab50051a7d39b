package org.lamella.slices;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.lamella.access.Caller;
import org.lamella.access.Forbidden;
import org.lamella.accounts.PeopleReader;
import org.lamella.audit.Difference;
import org.lamella.slices.Tags.Tag;
import org.lamella.web.FieldError;
import org.lamella.web.InvalidInput;
import org.lamella.web.NoSuchThing;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Changes what is written down about a slice, and who its members are. */
@Component
public class SliceEdits {
    private static final int LARGEST_INITSCRIPT = 64 * 1024;

    private final SliceService slices;
    private final SliceAccess access;
    private final SliceTextPolicy texts;
    private final Members members;
    private final PeopleReader people;
    private final Tags tags;
    private final SliceMails mails;
    private final ApplicationEventPublisher events;

    SliceEdits(
            SliceService slices,
            SliceAccess access,
            SliceTextPolicy texts,
            Members members,
            PeopleReader people,
            Tags tags,
            SliceMails mails,
            ApplicationEventPublisher events) {
        this.slices = slices;
        this.access = access;
        this.texts = texts;
        this.members = members;
        this.people = people;
        this.tags = tags;
        this.mails = mails;
        this.events = events;
    }

    /**
     * Changes a slice. Slivers that are there keep their image; a new initscript is run at their next start.
     *
     * @param versionCheck is told the version that the slice has once nobody else can change it, and throws when that is not the one meant
     * @throws InvalidInput with everything that is wrong
     */
    @Transactional
    public void change(Caller caller, String name, SliceChange change, LongConsumer versionCheck) {
        Slice slice = slices.lockToChange(caller, name);
        versionCheck.accept(slice.version());
        InvalidInput.throwIfAny(objections(change, slice));
        long initscripts = slice.initscriptVersion();
        String image = slice.image();
        Map<String, ?> before = facts(slice);
        slice.change(change);
        slices.changed(slice, "slice-changed", "", Difference.between(before, facts(slice)));
        if (slice.initscriptVersion() != initscripts) {
            events.publishEvent(new SliceInitscriptChanged(slice));
        }
        if (!slice.image().equals(image)) {
            events.publishEvent(new SliceImageChanged(slice, image));
        }
    }

    private List<FieldError> objections(SliceChange change, Slice slice) {
        List<FieldError> errors = new ArrayList<>(texts.objections(
                change.image().orElse(slice.image()),
                change.description().orElse(slice.description()),
                change.url().orElse(slice.url())));
        objection("initscript", change.initscript()).ifPresent(errors::add);
        objection("firstInitscript", change.firstInitscript()).ifPresent(errors::add);
        return errors;
    }

    private static Optional<FieldError> objection(String field, Optional<String> script) {
        return script.map(text -> text.getBytes(StandardCharsets.UTF_8).length)
                .filter(size -> size > LARGEST_INITSCRIPT)
                .map(size -> FieldError.invalid(field, "has " + size + " bytes, at most " + LARGEST_INITSCRIPT));
    }

    /** Without the initscript's text: it may hold what only members shall read. */
    private static Map<String, ?> facts(Slice slice) {
        return Map.of(
                "description", slice.description(),
                "url", slice.url(),
                "image", slice.image(),
                "initscriptVersion", slice.initscriptVersion());
    }

    /**
     * Makes somebody a member; who is one already stays one.
     *
     * @param email of an enabled account, of whichever site
     * @throws Forbidden when the caller does not answer for the slice's site
     */
    @Transactional
    public void addMember(Caller caller, String name, String email) {
        access.requireAnswers(caller, name, "add members to a slice of it");
        Slice slice = slices.lockToChange(caller, name);
        long account = people.accountIdOf(email)
                .orElseThrow(() -> new InvalidInput(List.of(FieldError.invalid(
                        "email", "there is no enabled account " + email + "; who has none registers at /register"))));
        if (members.count(slice.id()) >= Members.MOST) {
            throw new InvalidInput(List.of(FieldError.invalid(
                    "email", "the slice " + name + " has " + Members.MOST + " members, the most that one can have")));
        }
        if (members.add(slice.id(), account)) {
            slice.changed();
            slices.changed(slice, "slice-member-added", email);
            events.publishEvent(new SliceMembersChanged(slice));
            mails.added(slice, caller.email(), email);
        }
    }

    /**
     * Takes a member away. Members may leave by themselves.
     *
     * @throws Forbidden when the caller neither answers for the slice's site nor is that member
     * @throws NoSuchThing when there is no such member
     */
    @Transactional
    public void removeMember(Caller caller, String name, String email) {
        if (!caller.email().equalsIgnoreCase(email)) {
            access.requireAnswers(caller, name, "remove members from a slice of it");
        }
        Slice slice = slices.lockToChange(caller, name);
        if (!members.remove(slice.id(), email)) {
            throw new NoSuchThing("member of " + name, email);
        }
        slice.changed();
        slices.changed(slice, "slice-member-removed", email);
        events.publishEvent(new SliceMembersChanged(slice));
    }

    /** Sets a tag, or gives it another value. */
    @Transactional
    public void tag(Caller caller, String name, String tag, String value) {
        Slice slice = slices.lockToChange(caller, name);
        InvalidInput.throwIfAny(objections(slice, tag, value));
        tags.set(slice.id(), new Tag(tag, value));
        slice.changed();
        slices.changed(slice, "slice-tagged", tag + "=" + value);
    }

    private List<FieldError> objections(Slice slice, String tag, String value) {
        List<FieldError> errors = new ArrayList<>();
        if (!Tags.NAME.matcher(tag).matches()) {
            errors.add(FieldError.invalid(
                    "name", tag + " is no tag: lower-case letters, digits, '.', '_', '/' and '-', at most 63"));
        } else if (tags.countOthers(slice.id(), tag) >= Tags.MOST) {
            errors.add(FieldError.invalid("name", "the slice has " + Tags.MOST + " tags, the most that one can have"));
        }
        if (value.length() > Tags.LONGEST_VALUE) {
            errors.add(FieldError.invalid(
                    "value", "has " + value.length() + " characters, at most " + Tags.LONGEST_VALUE));
        }
        return errors;
    }

    /** @throws NoSuchThing when there is none */
    @Transactional
    public void untag(Caller caller, String name, String tag) {
        Slice slice = slices.lockToChange(caller, name);
        if (!tags.remove(slice.id(), tag)) {
            throw new NoSuchThing("tag of " + name, tag);
        }
        slice.changed();
        slices.changed(slice, "slice-untagged", tag);
    }
}
