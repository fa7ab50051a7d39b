package org.lamella.slivers;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Whether anything about a slice is still on its way: the same rule as {@link SliverView#isSettled}, for all at once. */
@Component
class SettledSlices {
    private final JdbcClient jdbc;

    SettledSlices(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** True also when there is no such slice: nothing is on its way then. */
    boolean isSettled(String slice) {
        return jdbc.sql("""
                        select not exists (
                          select 1 from slivers v join slices s on s.id = v.slice_id
                          where s.name = ?
                            and (v.goal = 'ABSENT'
                              or v.generation_applied < v.generation_wanted
                              or v.state not in ('RUNNING', 'DEGRADED', 'STOPPED', 'FAILED')))""").param(slice).query(Boolean.class).single();
    }
}
