package org.lamella.slices;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.lamella.access.Caller;
import org.lamella.access.Role;
import org.lamella.slices.RequestedSlice.Kind;
import org.lamella.slices.RequestedSlice.Words;
import org.lamella.web.NoSuchThing;
import org.lamella.web.Page;
import org.lamella.web.listing.Field;
import org.lamella.web.listing.ListRequest;
import org.lamella.web.listing.Listing;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** All requests for slices. A caller sees the own ones and those that they can decide about. */
@Component
class RequestedSlices {
    /** Nobody asks for more at a time. */
    static final int MOST_OPEN = 20;

    private static final String TABLES =
            "slice_requests r join sites site on site.id = r.site_id join accounts a on a.id = r.account_id";
    private static final String SELECT = """
            select r.id, r.name, site.login_base as site, a.email as requester, r.image, r.description, r.url, r.state,
                   r.created_at, r.changed_at
            from\s""" + TABLES + " ";

    private static final Listing REQUESTS = Listing.of("slice-requests", TABLES, Field.id("id", "r.id"))
            .with(
                    Field.name("name", "r.name").always(),
                    Field.name("site", "site.login_base").always(),
                    Field.name("requester", "a.email").always(),
                    Field.name("image", "r.image").always(),
                    Field.text("description", "r.description").always(),
                    Field.text("url", "r.url").always(),
                    Field.choice("state", "r.state", RequestState.class).always(),
                    Field.time("createdAt", "r.created_at").always(),
                    Field.time("changedAt", "r.changed_at").always())
            .searchedBy("name");

    private static final String OPEN = " r.state in ('WAITING', 'ASKED_BACK') ";
    private static final String TO_DECIDE = " (:all or site.login_base = any(:mine)) ";

    private final JdbcClient jdbc;
    private final Clock clock;

    RequestedSlices(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Those that the caller sees, the oldest first unless another order is asked for. */
    @Transactional(readOnly = true)
    Page<RequestedSlice> list(Caller caller, Set<RequestState> states, ListRequest request) {
        Map<String, Object> parameters = parameters(caller);
        parameters.put("states", states.stream().map(RequestState::name).toArray(String[]::new));
        return REQUESTS.query(request)
                .where("r.state = any(:states) and (r.account_id = :me or " + TO_DECIDE + ")", parameters)
                .page(jdbc, "r.id", (row, number) -> row.getLong("id"))
                .map(ids -> read(
                        "where r.id = any(:ids) order by array_position(:ids, r.id)",
                        caller,
                        Map.of("ids", ids.toArray(Long[]::new))));
    }

    /** Those of the caller that are not decided yet. */
    @Transactional(readOnly = true)
    List<RequestedSlice> openOf(Caller caller) {
        return read("where r.account_id = :me and" + OPEN + "order by r.id limit " + MOST_OPEN, caller, Map.of());
    }

    /** Those that the caller can decide about and that are not decided yet, the oldest first. */
    @Transactional(readOnly = true)
    List<RequestedSlice> openFor(Caller caller, int limit) {
        return read("where" + OPEN + "and" + TO_DECIDE + "order by r.id limit " + limit, caller, Map.of());
    }

    @Transactional(readOnly = true)
    int countWaitingFor(Caller caller) {
        return jdbc.sql("select count(*) from slice_requests r join sites site on site.id = r.site_id"
                        + " where r.state = 'WAITING' and" + TO_DECIDE)
                .params(parameters(caller))
                .query(Integer.class)
                .single();
    }

    /** @throws NoSuchThing when there is none, or none for this caller */
    @Transactional(readOnly = true)
    RequestedSlice get(Caller caller, long id) {
        return get(caller, id, "");
    }

    /** The same, for one who decides: nobody else does until commit. */
    @Transactional(propagation = Propagation.MANDATORY)
    RequestedSlice lock(Caller caller, long id) {
        return get(caller, id, " for update of r");
    }

    long accountOf(RequestedSlice request) {
        return jdbc.sql("select account_id from slice_requests where id = ?")
                .param(request.id())
                .query(Long.class)
                .single();
    }

    int countOpenOf(Caller caller) {
        return jdbc.sql("select count(*) from slice_requests r where r.account_id = ? and" + OPEN)
                .param(caller.accountId())
                .query(Integer.class)
                .single();
    }

    /** @return the new request's id; empty when the caller has an open one for that name already */
    Optional<Long> add(Caller caller, long siteId, SliceRequest wanted) {
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        return jdbc.sql("""
                        insert into slice_requests
                          (name, site_id, account_id, image, description, url, state, created_at, changed_at)
                        values (?, ?, ?, ?, ?, ?, 'WAITING', ?, ?) on conflict do nothing returning id""")
                .params(
                        wanted.name(),
                        siteId,
                        caller.accountId(),
                        wanted.image(),
                        wanted.description(),
                        wanted.url(),
                        now,
                        now)
                .query(Long.class)
                .optional();
    }

    void become(RequestedSlice request, RequestState next) {
        jdbc.sql("update slice_requests set state = ?, changed_at = ? where id = ?")
                .params(next.name(), clock.instant().atOffset(ZoneOffset.UTC), request.id())
                .update();
    }

    void say(RequestedSlice request, String author, Kind kind, String words) {
        jdbc.sql("insert into slice_request_words (request_id, author, kind, words, at) values (?, ?, ?, ?, ?)")
                .params(
                        request.id(),
                        author,
                        kind.name(),
                        words,
                        clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }

    private RequestedSlice get(Caller caller, long id, String lock) {
        return read("where r.id = :id and (r.account_id = :me or " + TO_DECIDE + ")" + lock, caller, Map.of("id", id))
                .stream()
                .findFirst()
                .orElseThrow(() -> new NoSuchThing("slice request", Long.toString(id)));
    }

    private List<RequestedSlice> read(String rest, Caller caller, Map<String, Object> more) {
        Map<String, Object> parameters = parameters(caller);
        parameters.putAll(more);
        List<RequestedSlice> requests = jdbc.sql(SELECT + rest)
                .params(parameters)
                .query((row, number) -> request(row))
                .list();
        Map<Long, List<Words>> words = words(requests);
        return requests.stream()
                .map(request -> request.with(words.getOrDefault(request.id(), List.of())))
                .toList();
    }

    private Map<Long, List<Words>> words(List<RequestedSlice> requests) {
        Map<Long, List<Words>> words = new HashMap<>();
        jdbc.sql("""
                        select request_id, author, kind, words, at from slice_request_words
                        where request_id = any(:ids) order by id""")
                .param("ids", requests.stream().map(RequestedSlice::id).toArray(Long[]::new))
                .query(row -> {
                    words.computeIfAbsent(row.getLong("request_id"), id -> new ArrayList<>())
                            .add(new Words(
                                    row.getString("author"),
                                    Kind.valueOf(row.getString("kind")),
                                    row.getString("words"),
                                    instant(row, "at")));
                });
        return words;
    }

    private static Map<String, Object> parameters(Caller caller) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("me", caller.accountId());
        parameters.put("all", caller.admin());
        parameters.put("mine", caller.sitesAs(Role.PI).toArray(String[]::new));
        return parameters;
    }

    private static RequestedSlice request(ResultSet row) throws SQLException {
        return new RequestedSlice(
                row.getLong("id"),
                row.getString("name"),
                row.getString("site"),
                row.getString("requester"),
                row.getString("image"),
                row.getString("description"),
                row.getString("url"),
                RequestState.valueOf(row.getString("state")),
                instant(row, "created_at"),
                instant(row, "changed_at"),
                List.of());
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
