package org.lamella.slices;

import java.util.List;
import java.util.stream.Stream;
import org.lamella.access.Caller;
import org.lamella.access.Role;
import org.lamella.quotas.Allowance;
import org.lamella.quotas.Quotas;
import org.lamella.quotas.Resource;
import org.lamella.web.NoSuchThing;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Quotas side by side with what is used of them. */
@Component
public class QuotaViews {
    /** Sites of a page. */
    private static final int MOST = 200;

    private final Quotas quotas;
    private final QuotaUse use;
    private final JdbcClient jdbc;

    /** The ids behind a name. */
    private record Row(long id, String loginBase) {}

    private record SliceRow(long id, long siteId) {}

    QuotaViews(Quotas quotas, QuotaUse use, JdbcClient jdbc) {
        this.quotas = quotas;
        this.use = use;
        this.jdbc = jdbc;
    }

    /** Of the sites that the caller answers for; of an admin's the first 200 by name. */
    @Transactional(readOnly = true)
    public List<SiteQuota> ofSitesOf(Caller caller) {
        return jdbc
                .sql("""
                        select id, login_base from sites where :all or login_base = any(:mine)
                        order by login_base limit :most""")
                .param("all", caller.admin())
                .param("mine", caller.sitesAs(Role.PI).toArray(String[]::new))
                .param("most", MOST)
                .query(Row.class)
                .stream()
                .map(row -> ofSite(row.id(), row.loginBase()))
                .toList();
    }

    /** @throws NoSuchThing when there is no such site */
    @Transactional(readOnly = true)
    public SiteQuota ofSite(String loginBase) {
        return ofSite(siteId(loginBase), loginBase);
    }

    /** Of the slice of this name, which is there. */
    @Transactional(readOnly = true)
    public List<QuotaUsage> ofSlice(String name) {
        SliceRow slice = sliceRow(name);
        Allowance allowance = quotas.ofSlice(slice.id(), slice.siteId());
        return Resource.ofSlices()
                .map(resource -> QuotaUsage.of(
                        resource,
                        usedBySlice(resource, slice.id()),
                        allowance.of(resource),
                        allowance.own().contains(resource)))
                .toList();
    }

    /** Bytes that all slivers of the slice together may be promised more than they are, by the slice's number. */
    @Transactional(readOnly = true)
    public long diskLeft(String name) {
        return ofSlice(name).stream()
                .filter(usage -> usage.resource().equals(Resource.DISK_BYTES.field()))
                .mapToLong(QuotaUsage::left)
                .sum();
    }

    long siteId(String loginBase) {
        return jdbc.sql("select id from sites where login_base = ?")
                .param(loginBase)
                .query(Long.class)
                .optional()
                .orElseThrow(() -> new NoSuchThing("site", loginBase));
    }

    long sliceId(String name) {
        return sliceRow(name).id();
    }

    private SliceRow sliceRow(String name) {
        return jdbc.sql("select id, site_id from slices where name = ?")
                .param(name)
                .query(SliceRow.class)
                .optional()
                .orElseThrow(() -> new NoSuchThing("slice", name));
    }

    private SiteQuota ofSite(long id, String loginBase) {
        Allowance allowance = quotas.ofSite(id);
        return new SiteQuota(
                loginBase,
                Stream.of(Resource.values())
                        .map(resource -> QuotaUsage.of(
                                resource,
                                used(resource, id),
                                allowance.of(resource),
                                allowance.own().contains(resource)))
                        .toList());
    }

    private long usedBySlice(Resource resource, long sliceId) {
        return switch (resource) {
            case SLIVERS_PER_SLICE -> use.sliversOfSlice(sliceId);
            case CPU_PERCENT -> use.cpuOfSlice(sliceId);
            case DISK_BYTES -> use.diskOfSlice(sliceId);
            case BANDWIDTH -> use.bandwidthOfSlice(sliceId);
            case SLICES, SLIVERS, RESERVATION_HOURS -> 0;
        };
    }

    private long used(Resource resource, long siteId) {
        return switch (resource) {
            case SLICES -> use.slicesOfSite(siteId);
            case SLIVERS -> use.sliversOfSite(siteId);
            // What each single slice has of it stands at the slice; a site as a whole has none.
            case SLIVERS_PER_SLICE -> 0;
            case CPU_PERCENT -> use.cpuOfSite(siteId);
            case DISK_BYTES -> use.diskOfSite(siteId);
            case BANDWIDTH -> use.bandwidthOfSite(siteId);
            // It is yet to be spent: see Resource.isSpent.
            case RESERVATION_HOURS -> 0;
        };
    }
}
