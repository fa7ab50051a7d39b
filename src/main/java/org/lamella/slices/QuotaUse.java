package org.lamella.slices;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Counts what is had of what there are quotas of. What is to go is not counted. */
@Component
class QuotaUse {
    private final JdbcClient jdbc;
    private final DiskSettings disks;

    QuotaUse(JdbcClient jdbc, DiskSettings disks) {
        this.jdbc = jdbc;
        this.disks = disks;
    }

    Optional<Long> siteOf(String slice) {
        return jdbc.sql("select site_id from slices where name = ?")
                .param(slice)
                .query(Long.class)
                .optional();
    }

    long slicesOfSite(long siteId) {
        return count("select count(*) from slices where site_id = ? and goal <> 'ABSENT'", siteId);
    }

    long sliversOfSite(long siteId) {
        // The lateral lets the view be read slice by slice, by its index, instead of whole.
        return count("""
                select coalesce(sum(t.wanted), 0) from slices s
                cross join lateral (select wanted from sliver_tallies where slice_id = s.id) t
                where s.site_id = ?""", siteId);
    }

    long sliversOfSlice(long sliceId) {
        return count("select coalesce(sum(wanted), 0) from sliver_tallies where slice_id = ?", sliceId);
    }

    /** Percent of a node, rounded up. */
    long cpuOfSite(long siteId) {
        return count("select ceil(coalesce(sum(cpu_percent), 0)) from reserved_by_slices where site_id = ?", siteId);
    }

    /** Percent of a node, rounded up. */
    long cpuOfSlice(long sliceId) {
        return count("select ceil(coalesce(sum(cpu_percent), 0)) from reserved_by_slices where slice_id = ?", sliceId);
    }

    /** Bits a second. */
    long bandwidthOfSite(long siteId) {
        return count("select coalesce(sum(network_bits), 0) from reserved_by_slices where site_id = ?", siteId);
    }

    long bandwidthOfSlice(long sliceId) {
        return count("select coalesce(sum(network_bits), 0) from reserved_by_slices where slice_id = ?", sliceId);
    }

    /** Bytes that the slivers of the site's slices may keep, all together, whether or not they do. */
    long diskOfSite(long siteId) {
        return disk("s.site_id", siteId);
    }

    long diskOfSlice(long sliceId) {
        return disk("s.id", sliceId);
    }

    private long disk(String whose, long id) {
        return jdbc.sql("""
                        select coalesce(sum(t.own_bytes + t.usual * coalesce(s.disk_bytes, ?)), 0) from slices s
                        cross join lateral (select own_bytes, usual from sliver_disk_tallies where slice_id = s.id) t
                        where %s = ?""".formatted(whose))
                .params(disks.bytes(), id)
                .query(Long.class)
                .single();
    }

    /** Bytes that another sliver of the slice would have. */
    long diskOfNext(long sliceId) {
        return jdbc.sql("select coalesce(disk_bytes, ?) from slices where id = ?")
                .params(disks.bytes(), sliceId)
                .query(Long.class)
                .single();
    }

    private long count(String sql, long id) {
        return jdbc.sql(sql).param(id).query(Long.class).single();
    }
}
