package org.lamella.accounts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import org.lamella.web.InvalidInput;
import org.lamella.web.Page;
import org.lamella.web.listing.Field;
import org.lamella.web.listing.ListRequest;
import org.lamella.web.listing.Listing;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The list of sites, for pages and API alike. */
@Component
class SiteViews {
    private static final String COLUMNS = """
            t.login_base, t.name, t.url, t.latitude, t.longitude, t.country, t.enabled, t.suspended_reason, t.created_at,
            t.version""";

    /** {@code any} is what a bare word is looked for in; an index knows the same expression. */
    private static final Listing SITES = Listing.of("sites", "sites t", Field.name("loginBase", "t.login_base"))
            .with(
                    Field.text("name", "t.name").always(),
                    Field.text("any", "t.login_base || ' ' || t.name").always(),
                    Field.text("url", "t.url").always(),
                    Field.text("country", "t.country"),
                    Field.number("latitude", "t.latitude"),
                    Field.number("longitude", "t.longitude"),
                    Field.flag("enabled", "t.enabled").always(),
                    Field.text("suspendedReason", "t.suspended_reason").always(),
                    Field.time("createdAt", "t.created_at").always())
            .searchedBy("any");

    private final JdbcClient jdbc;

    SiteViews(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * In the order of their login bases unless another is asked for.
     *
     * @throws InvalidInput with everything that is wrong with the request
     */
    @Transactional(readOnly = true)
    Page<SiteView> list(ListRequest request) {
        return SITES.query(request).page(jdbc, COLUMNS, SiteViews::view);
    }

    /** How many there are on all pages. */
    @Transactional(readOnly = true)
    long count(ListRequest request) {
        return SITES.query(request).count(jdbc);
    }

    private static SiteView view(ResultSet row, int number) throws SQLException {
        return new SiteView(
                row.getString("login_base"),
                row.getString("name"),
                row.getString("url"),
                row.getObject("latitude", Double.class),
                row.getObject("longitude", Double.class),
                row.getString("country"),
                row.getBoolean("enabled"),
                row.getString("suspended_reason"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getLong("version"));
    }
}
