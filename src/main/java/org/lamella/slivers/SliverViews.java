package org.lamella.slivers;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.lamella.access.Caller;
import org.lamella.slices.Goal;
import org.lamella.slices.SliceAccess;
import org.lamella.web.InvalidInput;
import org.lamella.web.Page;
import org.lamella.web.listing.Field;
import org.lamella.web.listing.ListRequest;
import org.lamella.web.listing.Listing;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The slivers of one slice, searched and sorted. They are found by the slice, so what they are sorted by needs no index. */
@Component
class SliverViews {
    private static final Listing SLIVERS = Listing.of("slivers", """
                    slivers v join slices s on s.id = v.slice_id join nodes n on n.id = v.node_id
                    join sites site on site.id = n.site_id""", Field.name("node", "n.name"))
            .with(
                    Field.name("site", "site.login_base").always(),
                    Field.text("country", "site.country"),
                    Field.choice("goal", "v.goal", Goal.class).always(),
                    Field.choice("state", "v.state", SliverState.class).always(),
                    Field.text("reason", "v.reason").always(),
                    Field.name("image", "coalesce(v.image, s.image)").always(),
                    Field.number("generationWanted", "v.generation_wanted").always(),
                    Field.number("generationApplied", "v.generation_applied").always(),
                    Field.time("since", "v.state_since").always());

    private final SliceAccess access;
    private final Slivers slivers;
    private final JdbcClient jdbc;

    SliverViews(SliceAccess access, Slivers slivers, JdbcClient jdbc) {
        this.access = access;
        this.slivers = slivers;
        this.jdbc = jdbc;
    }

    /**
     * In the order of their nodes' names unless another is asked for.
     *
     * @throws InvalidInput with everything that is wrong with the request
     */
    @Transactional(readOnly = true)
    public Page<SliverView> list(Caller caller, String slice, ListRequest request) {
        access.requireVisible(caller, slice);
        return SLIVERS.query(request)
                .where("s.name = :slice", Map.of("slice", slice))
                .page(jdbc, "v.id", (row, number) -> row.getLong("id"))
                .map(this::views);
    }

    /** One that has gone since its id was read is left out. */
    private List<SliverView> views(List<Long> ids) {
        Map<Long, Sliver> found =
                slivers.withIds(ids).stream().collect(Collectors.toMap(Sliver::id, Function.identity()));
        return ids.stream()
                .map(found::get)
                .filter(Objects::nonNull)
                .map(SliverView::of)
                .toList();
    }
}
