package org.lamella.quotas;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What each site and each slice may have. */
@Component
public class Quotas {
    private static final List<Resource> OF_SITES = List.of(Resource.values());
    private static final List<Resource> OF_SLICES = Resource.ofSlices().toList();

    private final JdbcClient jdbc;
    private final QuotaSettings settings;

    Quotas(JdbcClient jdbc, QuotaSettings settings) {
        this.jdbc = jdbc;
        this.settings = settings;
    }

    @Transactional(readOnly = true)
    public Allowance ofSite(long siteId) {
        return defaults().with(set("site", siteId, OF_SITES, "").orElse(Map.of()));
    }

    /** What is not set for the slice itself is its site's. */
    @Transactional(readOnly = true)
    public Allowance ofSlice(long sliceId, long siteId) {
        return ofSite(siteId).with(set("slice", sliceId, OF_SLICES, "").orElse(Map.of()));
    }

    /**
     * Lets nothing else grow at the site until commit. The first lock of whoever takes several: then slices, then nodes.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Allowance lockSite(long siteId) {
        jdbc.sql("insert into site_quotas (site_id) values (?) on conflict do nothing")
                .param(siteId)
                .update();
        return defaults().with(set("site", siteId, OF_SITES, " for update").orElseThrow());
    }

    /** @param numbers what is to hold from now on; empty for the installation's default */
    @Transactional(propagation = Propagation.MANDATORY)
    public void setForSite(long siteId, Map<Resource, Optional<Long>> numbers) {
        lockSite(siteId);
        numbers.forEach((resource, number) -> set("site", siteId, resource, number));
    }

    /** @param numbers of resources {@link Resource#ofSlices}; empty for the site's number */
    @Transactional(propagation = Propagation.MANDATORY)
    public void setForSlice(long sliceId, Map<Resource, Optional<Long>> numbers) {
        jdbc.sql("insert into slice_quotas (slice_id) values (?) on conflict do nothing")
                .param(sliceId)
                .update();
        numbers.forEach((resource, number) -> set("slice", sliceId, resource, number));
    }

    private void set(String whose, long id, Resource resource, Optional<Long> number) {
        jdbc.sql("update %1$s_quotas set %2$s = ? where %1$s_id = ?".formatted(whose, resource.column()))
                .params(number.orElse(null), id)
                .update();
    }

    /** Empty when nothing was ever set for it. */
    private Optional<Map<Resource, Long>> set(String whose, long id, List<Resource> resources, String lock) {
        String columns = resources.stream().map(Resource::column).collect(Collectors.joining(", "));
        return jdbc.sql("select %2$s from %1$s_quotas where %1$s_id = ?%3$s".formatted(whose, columns, lock))
                .param(id)
                .query((row, number) -> numbers(row, resources))
                .optional();
    }

    private static Map<Resource, Long> numbers(ResultSet row, List<Resource> resources) throws SQLException {
        Map<Resource, Long> numbers = new EnumMap<>(Resource.class);
        for (Resource resource : resources) {
            long number = row.getLong(resource.column());
            if (!row.wasNull()) {
                numbers.put(resource, number);
            }
        }
        return numbers;
    }

    private Allowance defaults() {
        return new Allowance(
                Stream.of(Resource.values()).collect(Collectors.toMap(resource -> resource, settings::of)), Set.of());
    }
}
