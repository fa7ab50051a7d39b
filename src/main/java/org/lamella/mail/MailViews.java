package org.lamella.mail;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lamella.web.InvalidInput;
import org.lamella.web.NoSuchThing;
import org.lamella.web.Page;
import org.lamella.web.listing.Field;
import org.lamella.web.listing.ListQuery;
import org.lamella.web.listing.ListRequest;
import org.lamella.web.listing.Listing;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Shows what became of mails, newest first. */
@Component
class MailViews {
    private static final String ID = "[1-9][0-9]{0,17}";

    /** Mails are kept for 30 days; what the list is searched and sorted by without an index is read of those only. */
    private static final Listing MAILS = Listing.of("mails", "mails", Field.id("id", "id"))
            .with(
                    Field.name("to", "recipient").always(),
                    Field.text("subject", "subject").always(),
                    Field.text("any", "recipient || ' ' || subject").always(),
                    Field.name("kind", "kind").always(),
                    Field.choice("state", "state", MailState.class).always(),
                    Field.time("createdAt", "created_at").always(),
                    Field.number("attempts", "attempts").always(),
                    Field.time("endedAt", "ended_at"),
                    Field.text("reason", "reason").always())
            .searchedBy("any")
            .orderedBy("-id");

    private final JdbcClient jdbc;
    private final MailSettings settings;

    /**
     * One mail with its text.
     *
     * @param text null where it is not shown: a mail that is on its way may hold a link that signs somebody in
     */
    record Letter(MailView mail, @Nullable String text) {}

    MailViews(JdbcClient jdbc, MailSettings settings) {
        this.jdbc = jdbc;
        this.settings = settings;
    }

    /**
     * @param to whose mails; empty for all
     * @throws InvalidInput with everything that is wrong with the request
     */
    Page<MailView> list(String to, ListRequest request) {
        return of(to, request).page(jdbc, MailView.COLUMNS, MailView::of);
    }

    /** How many there are on all pages. */
    long count(ListRequest request) {
        return of("", request).count(jdbc);
    }

    private static ListQuery of(String to, ListRequest request) {
        ListQuery query = MAILS.query(request);
        return to.isEmpty() ? query : query.where("recipient = :whose", Map.of("whose", to));
    }

    /** @throws NoSuchThing when there is none, or none any more */
    Letter get(String id) {
        return Optional.of(id)
                .filter(text -> text.matches(ID))
                .flatMap(text -> find(Long.parseLong(text)))
                .orElseThrow(() -> new NoSuchThing("mail", id));
    }

    private Optional<Letter> find(long id) {
        return jdbc.sql("select " + MailView.COLUMNS + ", body from mails where id = ?")
                .param(id)
                .query((row, number) -> {
                    MailView mail = MailView.of(row, number);
                    String body = row.getString("body");
                    boolean shown = !body.isEmpty() && (mail.state() == MailState.KEPT || settings.keep());
                    return new Letter(mail, shown ? body : null);
                })
                .optional();
    }
}
