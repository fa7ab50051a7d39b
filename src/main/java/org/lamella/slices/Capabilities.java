package org.lamella.slices;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.lamella.access.Caller;
import org.lamella.access.Forbidden;
import org.lamella.audit.Difference;
import org.lamella.web.FieldError;
import org.lamella.web.InvalidInput;
import org.lamella.web.NoSuchThing;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What root may do in the slivers of a slice beyond the usual, such as {@code CAP_NET_ADMIN}; always in order. */
@Component
public class Capabilities {
    /**
     * What a slice can be granted: what the kernel looks for in the user namespace that owns the thing, so that it reaches nothing
     * beyond the sliver. Agents check it once more.
     */
    public static final List<String> GRANTABLE =
            List.of("CAP_IPC_OWNER", "CAP_NET_ADMIN", "CAP_SYS_BOOT", "CAP_SYS_NICE", "CAP_SYS_PTRACE");

    private final SliceService slices;
    private final SliceAccess access;
    private final ApplicationEventPublisher events;
    private final JdbcClient jdbc;

    private record Granted(long slice, String capability) {}

    Capabilities(SliceService slices, SliceAccess access, ApplicationEventPublisher events, JdbcClient jdbc) {
        this.slices = slices;
        this.access = access;
        this.events = events;
        this.jdbc = jdbc;
    }

    List<String> of(String slice) {
        return jdbc.sql("select c.capability from slice_capabilities c join slices s on s.id = c.slice_id"
                        + " where s.name = ? order by c.capability")
                .param(slice)
                .query(String.class)
                .list();
    }

    /** By the ids of the slices; those that are granted none are left out. */
    public Map<Long, List<String>> ofAll(List<Long> slices) {
        Map<Long, List<String>> found = new HashMap<>();
        jdbc.sql("select slice_id as slice, capability from slice_capabilities where slice_id = any(?)"
                        + " order by slice_id, capability")
                .param(slices.toArray(Long[]::new))
                .query(Granted.class)
                .list()
                .forEach(granted -> found.computeIfAbsent(granted.slice(), slice -> new ArrayList<>())
                        .add(granted.capability()));
        return found;
    }

    /**
     * Grants capabilities to the slivers of a slice, and takes away all others but the usual ones.
     *
     * @param misread what was wrong with the request before
     * @throws NoSuchThing when there is no such slice, or none for this caller
     * @throws Forbidden when the caller is no admin
     * @throws InvalidInput with everything that is wrong
     */
    @Transactional
    public void grant(Caller caller, String name, List<String> wanted, List<FieldError> misread) {
        access.requireVisible(caller, name);
        caller.requireAdmin("grant capabilities");
        List<FieldError> errors = new ArrayList<>(misread);
        wanted.stream()
                .filter(capability -> !GRANTABLE.contains(capability))
                .forEach(capability -> errors.add(FieldError.invalid(
                        "capabilities",
                        capability + " is given to no sliver; there is " + String.join(", ", GRANTABLE))));
        InvalidInput.throwIfAny(errors);
        Slice slice = slices.lockToChange(caller, name);
        List<String> before = of(name);
        List<String> after = wanted.stream().sorted().distinct().toList();
        if (after.equals(before)) {
            return;
        }
        put(slice.id(), after);
        slice.changed();
        slices.changed(
                slice,
                "slice-capabilities-granted",
                "",
                Difference.between(Map.of("capabilities", before), Map.of("capabilities", after)));
        events.publishEvent(new SliceCapabilitiesChanged(slice));
    }

    private void put(long slice, List<String> capabilities) {
        jdbc.sql("delete from slice_capabilities where slice_id = ?")
                .param(slice)
                .update();
        jdbc.sql("insert into slice_capabilities (slice_id, capability) select ?, unnest(?::text[])")
                .params(slice, capabilities.toArray(String[]::new))
                .update();
    }
}
