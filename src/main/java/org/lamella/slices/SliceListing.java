package org.lamella.slices;

import org.lamella.web.listing.Field;
import org.lamella.web.listing.Listing;

/** What slices can be searched and sorted by. What their slivers do is counted only where it is asked for. */
final class SliceListing {
    static final Listing SLICES = Listing.of(
                    "slices", "slices s join sites site on site.id = s.site_id", Field.text("name", "s.name"))
            .with(
                    Field.name("site", "site.login_base").always(),
                    Field.choice("goal", "s.goal", Goal.class).always(),
                    Field.name("image", "s.image").always(),
                    Field.text("description", "s.description").always(),
                    Field.text("url", "s.url").always(),
                    Field.flag("suspended", "s.suspended_at is not null").always(),
                    Field.flag("expired", "s.expired_at is not null").always(),
                    Field.time("createdAt", "s.created_at").always(),
                    Field.time("expiresAt", "s.expires_at").always(),
                    Field.many("member", """
                            select a.email from slice_members m join accounts a on a.id = m.account_id
                            where m.slice_id = s.id"""),
                    Field.many("tag", "select name || '=' || lower(value) from slice_tags where slice_id = s.id"),
                    Field.number("slivers", tally("wanted")),
                    Field.number("running", tally("running")),
                    Field.number("failed", tally("failed")));

    private SliceListing() {}

    private static String tally(String column) {
        return "coalesce((select " + column + " from sliver_tallies where slice_id = s.id), 0)";
    }
}
