package org.lamella.slices;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Counts what is had of what there are quotas of. What is to go is not counted. */
@Component
class QuotaUse {
    private final JdbcClient jdbc;

    QuotaUse(JdbcClient jdbc) {
        this.jdbc = jdbc;
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

    private long count(String sql, long id) {
        return jdbc.sql(sql).param(id).query(Long.class).single();
    }
}
