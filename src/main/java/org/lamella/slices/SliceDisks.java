package org.lamella.slices;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lamella.access.Caller;
import org.lamella.audit.Difference;
import org.lamella.web.InvalidInput;
import org.lamella.web.StateConflict;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** How much the slivers of a slice may keep on their nodes. */
@Component
public class SliceDisks {
    private final SliceService slices;
    private final SliceAccess access;
    private final SliceQuotas quotas;
    private final DiskSettings settings;
    private final ApplicationEventPublisher events;
    private final JdbcClient jdbc;

    SliceDisks(
            SliceService slices,
            SliceAccess access,
            SliceQuotas quotas,
            DiskSettings settings,
            ApplicationEventPublisher events,
            JdbcClient jdbc) {
        this.slices = slices;
        this.access = access;
        this.quotas = quotas;
        this.settings = settings;
        this.events = events;
        this.jdbc = jdbc;
    }

    /** What holds for slices for which nothing is set. */
    public DiskLimit usual() {
        return settings.limit();
    }

    /** @return empty where nothing is set for the slice itself */
    @Transactional(readOnly = true)
    public Optional<DiskLimit> own(String slice) {
        return jdbc.sql("select disk_bytes as bytes, disk_inodes as inodes from slices"
                        + " where name = ? and disk_bytes is not null")
                .param(slice)
                .query(DiskLimit.class)
                .optional();
    }

    /**
     * Gives the slivers of a slice another limit, but those that have one of their own.
     *
     * @param wanted empty for the usual one
     * @param force whether it is to be set even where more is in use: for the disks that are made from then on
     * @throws InvalidInput with everything that is wrong with it
     * @throws StateConflict when slivers have more in use than that, unless it is forced
     */
    @Transactional
    public void change(Caller caller, String name, Optional<DiskLimit> wanted, boolean force) {
        access.requireChange(caller, name);
        InvalidInput.throwIfAny(wanted.map(DiskLimit::objections).orElse(List.of()));
        quotas.lockSiteOf(name);
        Slice slice = slices.lockToChange(caller, name);
        DiskLimit before = own(name).orElseGet(this::usual);
        DiskLimit after = wanted.orElseGet(this::usual);
        quotas.requireDisk(slice, () -> set(slice.id(), wanted));
        slices.changed(slice, "slice-disk-changed", "", Difference.between(facts(before), facts(after)));
        if (!before.equals(after)) {
            events.publishEvent(new SliceDiskChanged(slice, after, force));
        }
    }

    /**
     * Holds a slice for one who changes the disk of one of its slivers.
     *
     * @param change of what the slice is promised, which its quota must allow
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void changeOne(Caller caller, String name, String node, DiskChange change) {
        access.requireChange(caller, name);
        quotas.lockSiteOf(name);
        Slice slice = slices.lockToChange(caller, name);
        quotas.requireDisk(slice, change.how());
        slices.changed(
                slice,
                "sliver-disk-changed",
                "on " + node,
                Difference.between(facts(change.before()), facts(change.after())));
    }

    /** @param how writes it down */
    public record DiskChange(DiskLimit before, DiskLimit after, Runnable how) {}

    private void set(long sliceId, Optional<DiskLimit> limit) {
        jdbc.sql("update slices set disk_bytes = ?, disk_inodes = ? where id = ?")
                .params(
                        limit.map(DiskLimit::bytes).orElse(null),
                        limit.map(DiskLimit::inodes).orElse(null),
                        sliceId)
                .update();
    }

    private static Map<String, ?> facts(DiskLimit limit) {
        return Map.of("diskBytes", limit.bytes(), "diskInodes", limit.inodes());
    }
}
