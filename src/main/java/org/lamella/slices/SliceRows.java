package org.lamella.slices;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.lamella.access.Caller;
import org.springframework.jdbc.core.RowMapper;

/** Reads slices as their callers see them, all of a slice in one row. */
final class SliceRows implements RowMapper<SliceView> {
    /** The aliases {@code s} and {@code site} are what {@link Visibility} speaks of. */
    static final String FROM = " from slices s join sites site on site.id = s.site_id ";

    static final String SELECT =
            """
            select s.name, site.login_base as site, s.goal, s.image, s.description, s.url, s.initscript_version,
                   s.created_at, s.expires_at, s.expired_at, s.version, s.site_suspended,
                   s.suspended_at, s.suspended_by, s.suspended_by_admin, s.suspended_reason,
                   array(select a.email from slice_members m join accounts a on a.id = m.account_id
                         where m.slice_id = s.id order by a.email) as members,
                   (select count(*) from slice_tags t where t.slice_id = s.id) as tags,
                   coalesce(t.wanted, 0) as wanted, coalesce(t.pending, 0) as pending,
                   coalesce(t.starting, 0) as starting, coalesce(t.running, 0) as running,
                   coalesce(t.degraded, 0) as degraded, coalesce(t.stopped, 0) as stopped,
                   coalesce(t.failed, 0) as failed, coalesce(t.unknown, 0) as unknown,
                   coalesce(t.leaving, 0) as leaving
            """ + FROM + " left join lateral (select * from sliver_tallies where slice_id = s.id) t on true ";

    private final Caller caller;

    SliceRows(Caller caller) {
        this.caller = caller;
    }

    @Override
    public SliceView mapRow(ResultSet row, int number) throws SQLException {
        Goal goal = Goal.valueOf(row.getString("goal"));
        String site = row.getString("site");
        Suspension suspension = suspension(row);
        Instant expiredAt = instant(row, "expired_at");
        SliverTally tally = tally(row);
        return new SliceView(
                row.getString("name"),
                site,
                goal,
                SliceState.of(goal, tally),
                suspension != null,
                StopReasons.words(expiredAt, suspension, row.getBoolean("site_suspended")),
                row.getString("image"),
                row.getString("description"),
                row.getString("url"),
                row.getLong("initscript_version"),
                instant(row, "created_at"),
                instant(row, "expires_at"),
                expiredAt == null ? null : expiredAt.plus(Lifetime.FILES_KEPT),
                List.of((String[]) row.getArray("members").getArray()),
                row.getInt("tags"),
                row.getLong("version"),
                tally,
                SliceAction.of(caller, site, goal, suspension));
    }

    private static Suspension suspension(ResultSet row) throws SQLException {
        Instant at = instant(row, "suspended_at");
        return at == null
                ? null
                : new Suspension(
                        at,
                        row.getString("suspended_by"),
                        row.getBoolean("suspended_by_admin"),
                        row.getString("suspended_reason"));
    }

    private static SliverTally tally(ResultSet row) throws SQLException {
        return new SliverTally(
                row.getInt("wanted"),
                row.getInt("pending"),
                row.getInt("starting"),
                row.getInt("running"),
                row.getInt("degraded"),
                row.getInt("stopped"),
                row.getInt("failed"),
                row.getInt("unknown"),
                row.getInt("leaving"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
