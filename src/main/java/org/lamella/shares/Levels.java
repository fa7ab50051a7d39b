package org.lamella.shares;

import java.util.Collection;
import java.util.List;
import org.lamella.accounts.Site;
import org.lamella.accounts.Sites;
import org.lamella.slices.Slice;
import org.lamella.web.NoSuchThing;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Finds what is behind the names. */
@Component
class Levels {
    private final Sites sites;
    private final JdbcClient jdbc;

    Levels(Sites sites, JdbcClient jdbc) {
        this.sites = sites;
        this.jdbc = jdbc;
    }

    /** @throws NoSuchThing when there is none */
    Site site(String loginBase) {
        return sites.findByLoginBase(loginBase).orElseThrow(() -> new NoSuchThing("site", loginBase));
    }

    Level of(Slice slice) {
        return new Level.OfSlice(slice.site().id(), slice.id());
    }

    /** @throws NoSuchThing when the slice has no sliver there */
    Level of(Slice slice, String node) {
        long nodeId = jdbc.sql("""
                        select f.node_id from shares_in_force f join nodes n on n.id = f.node_id
                        where f.slice_id = ? and n.name = ?""")
                .params(slice.id(), node)
                .query(Long.class)
                .optional()
                .orElseThrow(() -> new NoSuchThing("sliver of " + slice.name() + " on the node", node));
        return new Level.OfSliver(slice.site().id(), slice.id(), nodeId);
    }

    List<String> names(Collection<Long> slices) {
        return jdbc.sql("select name from slices where id = any(?) order by name")
                .param(slices.toArray(Long[]::new))
                .query(String.class)
                .list();
    }
}
