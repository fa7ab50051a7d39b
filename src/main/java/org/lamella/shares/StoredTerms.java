package org.lamella.shares;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Shares, ceilings and limits as they are kept. */
@Component
public class StoredTerms {
    private static final String COLUMNS =
            Stream.of(Term.values()).map(Term::column).collect(Collectors.joining(", "));

    private final JdbcClient jdbc;

    /**
     * What is said at one level.
     *
     * @param version grows with every change; 0 where nothing was ever said
     */
    record Own(Terms terms, long version) {}

    StoredTerms(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What holds for the slivers on a node, by their slice. */
    @Transactional(propagation = Propagation.MANDATORY, readOnly = true)
    public Map<Long, Terms> onNode(long nodeId) {
        Map<Long, Terms> found = new HashMap<>();
        jdbc.sql("select slice_id, " + COLUMNS + " from shares_in_force where node_id = ?")
                .param(nodeId)
                .query(row -> {
                    found.put(row.getLong("slice_id"), read(row));
                });
        return found;
    }

    /** What holds for all slivers that something said at the level may concern. */
    Map<Place, Terms> under(Level level) {
        String where = switch (level) {
            case Level.OfSite site -> "site_id = ?";
            case Level.OfSlice slice -> "slice_id = ?";
            case Level.OfSliver sliver -> "slice_id = ? and node_id = ?";
        };
        Map<Place, Terms> found = new HashMap<>();
        jdbc.sql("select slice_id, node_id, " + COLUMNS + " from shares_in_force where " + where)
                .params(level.key())
                .query(row -> {
                    found.put(new Place(row.getLong("slice_id"), row.getLong("node_id")), read(row));
                });
        return found;
    }

    Own own(Level level) {
        return jdbc.sql("select version, " + COLUMNS + " from shares where " + level.condition())
                .params(level.key())
                .query((row, number) -> new Own(read(row), row.getLong("version")))
                .optional()
                .orElse(new Own(Terms.USUAL, 0));
    }

    /** What holds for whoever is of that level and has nothing of its own. */
    Terms inForce(Level level) {
        Terms own = own(level).terms();
        return level.above().map(above -> own.over(inForce(above))).orElse(own);
    }

    @Transactional(propagation = Propagation.MANDATORY)
    void put(Level level, Terms terms) {
        insert(level);
        List<Object> numbers = new ArrayList<>();
        Stream.of(Term.values()).map(terms.said()::get).forEach(numbers::add);
        numbers.addAll(level.key());
        String set =
                Stream.of(Term.values()).map(term -> term.column() + " = ?").collect(Collectors.joining(", "));
        jdbc.sql("update shares set version = version + 1, " + set + " where " + level.condition())
                .params(numbers)
                .update();
    }

    private void insert(Level level) {
        String sql = switch (level) {
            case Level.OfSite site -> "insert into shares (site_id) values (?) on conflict do nothing";
            case Level.OfSlice slice -> "insert into shares (slice_id) values (?) on conflict do nothing";
            case Level.OfSliver sliver -> "insert into shares (slice_id, node_id) values (?, ?) on conflict do nothing";
        };
        jdbc.sql(sql).params(level.key()).update();
    }

    private static Terms read(ResultSet row) throws SQLException {
        Map<Term, BigDecimal> said = new EnumMap<>(Term.class);
        for (Term term : Term.values()) {
            BigDecimal number = row.getBigDecimal(term.column());
            if (number != null) {
                said.put(term, Term.tidy(number));
            }
        }
        return new Terms(said);
    }
}
