package org.lamella.slices;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.lamella.access.Caller;
import org.lamella.web.InvalidInput;
import org.lamella.web.NoSuchThing;
import org.lamella.web.Page;
import org.lamella.web.listing.ListQuery;
import org.lamella.web.listing.ListRequest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Slices with their tallies as one caller sees them, for pages and API alike. */
@Component
public class SliceViews {
    private final JdbcClient jdbc;

    SliceViews(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * One statement, so no transaction: it would be two more.
     *
     * @throws NoSuchThing when there is none, or none for this caller
     */
    public SliceView get(Caller caller, String name) {
        return read(caller, "s.name = :name", Map.of("name", name), "").stream()
                .findFirst()
                .orElseThrow(() -> new NoSuchThing("slice", name));
    }

    /** @throws InvalidInput with everything that is wrong with the request */
    @Transactional(readOnly = true)
    public Page<SliceView> list(Caller caller, ListRequest request) {
        Page<Long> ids = visible(caller, request).page(jdbc, "s.id", (row, number) -> row.getLong("id"));
        Map<String, Object> parameters = Map.of("ids", ids.items().toArray(Long[]::new));
        return new Page<>(
                read(caller, "s.id = any(:ids)", parameters, " order by array_position(:ids, s.id)"), ids.next());
    }

    /** How many there are on all pages. */
    @Transactional(readOnly = true)
    public long count(Caller caller, ListRequest request) {
        return visible(caller, request).count(jdbc);
    }

    private static ListQuery visible(Caller caller, ListRequest request) {
        Visibility visible = Visibility.of(caller);
        return SliceListing.SLICES.query(request).where(visible.condition(), visible.parameters());
    }

    /** Those that the caller is a member of, the soonest to expire first. */
    @Transactional(readOnly = true)
    public List<SliceView> mine(Caller caller, int limit) {
        return read(
                caller,
                "s.id in (select slice_id from slice_members where account_id = :me)",
                Map.of("me", caller.accountId(), "limit", limit),
                " order by s.expires_at, s.name limit :limit");
    }

    /** The text of a slice's initscript; empty: none. */
    @Transactional(readOnly = true)
    public String initscript(Caller caller, String name) {
        get(caller, name);
        return jdbc.sql("select initscript from slices where name = ?")
                .param(name)
                .query(String.class)
                .single();
    }

    /** The text of what is run before it at the first start on a new disk; empty: none. */
    @Transactional(readOnly = true)
    public String firstInitscript(Caller caller, String name) {
        get(caller, name);
        return jdbc.sql("select first_initscript from slices where name = ?")
                .param(name)
                .query(String.class)
                .single();
    }

    private List<SliceView> read(Caller caller, String where, Map<String, Object> parameters, String rest) {
        Visibility visible = Visibility.of(caller);
        Map<String, Object> all = new HashMap<>(parameters);
        all.putAll(visible.parameters());
        return jdbc.sql(SliceRows.SELECT + " where " + where + " and " + visible.condition() + rest)
                .params(all)
                .query(new SliceRows(caller))
                .list();
    }
}
