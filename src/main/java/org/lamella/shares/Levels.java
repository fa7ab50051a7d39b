package org.lamella.shares;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.lamella.accounts.Site;
import org.lamella.accounts.Sites;
import org.lamella.slices.Slice;
import org.lamella.web.NoSuchThing;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Finds what is behind the names, and whom a change concerns. */
@Component
class Levels {
    private final Sites sites;
    private final JdbcClient jdbc;

    private record Place(long sliceId, long nodeId) {}

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

    /** All slivers for which something else may hold when something else is said at the level. */
    SharesChanged concerned(Level level) {
        String where = switch (level) {
            case Level.OfSite site -> "site_id = ?";
            case Level.OfSlice slice -> "slice_id = ?";
            case Level.OfSliver sliver -> "slice_id = ? and node_id = ?";
        };
        List<Place> places = jdbc.sql("select slice_id, node_id from shares_in_force where " + where)
                .params(level.key())
                .query(Place.class)
                .list();
        Set<Long> slices = new HashSet<>();
        Set<Long> nodes = new HashSet<>();
        for (Place place : places) {
            slices.add(place.sliceId());
            nodes.add(place.nodeId());
        }
        return new SharesChanged(slices, nodes);
    }

    List<String> names(Collection<Long> slices) {
        return jdbc.sql("select name from slices where id = any(?) order by name")
                .param(slices.toArray(Long[]::new))
                .query(String.class)
                .list();
    }
}
