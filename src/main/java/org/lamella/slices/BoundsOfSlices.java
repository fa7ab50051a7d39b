package org.lamella.slices;

import java.sql.ResultSet;
import java.sql.SQLException;
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

/** The bounds of slices, as they are kept. */
@Component
public class BoundsOfSlices {
    private static final String COLUMNS =
            Stream.of(Bound.values()).map(Bound::column).collect(Collectors.joining(", "));

    private final JdbcClient jdbc;

    BoundsOfSlices(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Of a slice that is there. */
    SliceBounds of(String name) {
        return jdbc.sql("select " + COLUMNS + ", capabilities from slice_bounds b join slices s on s.id = b.slice_id"
                        + " where s.name = ?")
                .param(name)
                .query((row, number) -> read(row))
                .optional()
                .orElse(SliceBounds.USUAL);
    }

    /** By the ids of the slices; those of which nothing is set are left out. */
    public Map<Long, SliceBounds> ofAll(List<Long> slices) {
        Map<Long, SliceBounds> found = new HashMap<>();
        jdbc.sql("select slice_id, " + COLUMNS + ", capabilities from slice_bounds where slice_id = any(?)")
                .param(slices.toArray(Long[]::new))
                .query(row -> {
                    found.put(row.getLong("slice_id"), read(row));
                });
        return found;
    }

    @Transactional(propagation = Propagation.MANDATORY)
    void put(long sliceId, SliceBounds bounds) {
        jdbc.sql("insert into slice_bounds (slice_id) values (?) on conflict do nothing")
                .param(sliceId)
                .update();
        for (Bound bound : Bound.values()) {
            jdbc.sql("update slice_bounds set " + bound.column() + " = ? where slice_id = ?")
                    .params(bounds.own().get(bound), sliceId)
                    .update();
        }
        jdbc.sql("update slice_bounds set capabilities = ? where slice_id = ?")
                .params(bounds.capabilities().toArray(String[]::new), sliceId)
                .update();
    }

    private static SliceBounds read(ResultSet row) throws SQLException {
        Map<Bound, Long> own = new EnumMap<>(Bound.class);
        for (Bound bound : Bound.values()) {
            long number = row.getLong(bound.column());
            if (!row.wasNull()) {
                own.put(bound, number);
            }
        }
        return new SliceBounds(
                own, List.of((String[]) row.getArray("capabilities").getArray()));
    }
}
