package org.lamella.web.listing;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.lamella.web.Page;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A part of a list, ready to be read. A page begins behind the last row of the one before, so that rows which come and go
 * meanwhile neither hide another nor show it twice.
 */
public final class ListQuery {
    private static final String KEY = "listing_key_";

    private final Listing listing;
    private final List<SortKey> order;
    private final List<String> conditions;
    private final String behind;
    private final Map<String, Object> parameters;
    private final int limit;
    private final Function<List<String>, String> cursor;

    ListQuery(
            Listing listing,
            List<SortKey> order,
            List<String> conditions,
            String behind,
            Map<String, Object> parameters,
            int limit,
            Function<List<String>, String> cursor) {
        this.listing = listing;
        this.order = List.copyOf(order);
        this.conditions = List.copyOf(conditions);
        this.behind = behind;
        this.parameters = Map.copyOf(parameters);
        this.limit = limit;
        this.cursor = cursor;
    }

    /**
     * The same, of those rows only: of what the caller may see, say.
     *
     * @param condition SQL of the owner's, with the named parameters; never text from outside
     */
    public ListQuery where(String condition, Map<String, ?> more) {
        List<String> all = new ArrayList<>(conditions);
        all.add("(" + condition + ")");
        Map<String, Object> values = new HashMap<>(parameters);
        values.putAll(more);
        return new ListQuery(listing, order, all, behind, values, limit, cursor);
    }

    private record Keyed<T>(T item, List<String> keys) {}

    /** @param columns what stands behind {@code select} */
    public <T> Page<T> page(JdbcClient jdbc, String columns, RowMapper<T> mapper) {
        String sql = "select %s, %s from %s where %s and %s order by %s limit %d"
                .formatted(columns, keys(), listing.tables(), condition(), behind, orderBy(), limit + 1);
        List<Keyed<T>> rows = jdbc.sql(sql)
                .params(parameters)
                .query((row, number) -> new Keyed<>(mapper.mapRow(row, number), keys(row)))
                .list();
        List<Keyed<T>> shown = rows.subList(0, Math.min(limit, rows.size()));
        String next = rows.size() > limit ? cursor.apply(shown.getLast().keys()) : null;
        return new Page<>(shown.stream().map(Keyed::item).toList(), next);
    }

    /** How many rows there are on all pages. */
    public long count(JdbcClient jdbc) {
        return jdbc.sql("select count(*) from " + listing.tables() + " where " + condition())
                .params(parameters)
                .query(Long.class)
                .single();
    }

    private String condition() {
        return String.join(" and ", conditions);
    }

    private String orderBy() {
        return order.stream().map(SortKey::sql).collect(Collectors.joining(", "));
    }

    /** As text, which the database can read again without loss. */
    private String keys() {
        return IntStream.range(0, order.size())
                .mapToObj(i -> "cast((" + order.get(i).field().sql() + ") as text) as " + KEY + i)
                .collect(Collectors.joining(", "));
    }

    private List<String> keys(ResultSet row) throws SQLException {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < order.size(); i++) {
            keys.add(row.getString(KEY + i));
        }
        return keys;
    }
}
