package org.lamella.web.listing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.lamella.web.FieldError;
import org.lamella.web.InvalidInput;

/** Reads one request for a part of a list, and collects all that is wrong with it. */
final class QueryReader {
    private static final int MOST_TERMS = 30;
    private static final int MOST_SORT_KEYS = 5;

    private final Listing listing;
    private final ListRequest request;
    private final List<FieldError> errors = new ArrayList<>();

    QueryReader(Listing listing, ListRequest request) {
        this.listing = listing;
        this.request = request;
    }

    ListQuery read() {
        List<SortKey> order = order();
        List<String> purpose = List.of(listing.what(), request.filter(), text(order));
        // All pages of a list mean the same moment by 3d, or rows would come and go between them.
        CursorParts cursor = cursor(purpose, order.size());
        Parameters parameters = new Parameters();
        String condition = new Conditions(listing, new Times(cursor.now()), parameters, wrong -> error("filter", wrong))
                .of(terms());
        int limit = limit();
        InvalidInput.throwIfAny(errors);
        String behind = cursor.values().isEmpty() ? "true" : behind(order, cursor.values(), parameters);
        return new ListQuery(
                listing,
                order,
                List.of(condition),
                behind,
                parameters.values(),
                limit,
                values -> request.cursors().seal(parts(purpose, cursor.now(), values)));
    }

    /** @param values of the last row of the page before; empty for the first page */
    private record CursorParts(Instant now, List<String> values) {}

    private List<Term> terms() {
        if (request.filter().length() > ListRequest.LONGEST_FILTER) {
            error("filter", "must not be longer than " + ListRequest.LONGEST_FILTER + " characters");
            return List.of();
        }
        if (request.filter().indexOf('\0') >= 0) {
            error("filter", "must be without the character U+0000");
            return List.of();
        }
        List<Term> terms = TermReader.read(request.filter(), wrong -> error("filter", wrong));
        if (terms.size() > MOST_TERMS) {
            error("filter", "must not have more than " + MOST_TERMS + " terms, not " + terms.size());
            return List.of();
        }
        return terms;
    }

    /** With the unique field behind all others: without it rows that tie would have no order of their own. */
    private List<SortKey> order() {
        String sort = request.sort().isBlank() ? listing.order() : request.sort();
        List<SortKey> keys = new ArrayList<>();
        for (String text : sort.split(",", MOST_SORT_KEYS + 1)) {
            key(text.strip()).ifPresent(keys::add);
        }
        if (keys.size() > MOST_SORT_KEYS) {
            error("sort", "must not have more than " + MOST_SORT_KEYS + " fields");
        }
        if (keys.stream().map(SortKey::field).distinct().count() < keys.size()) {
            error("sort", "must not have a field twice");
        }
        if (keys.stream().noneMatch(key -> key.field() == listing.unique())) {
            keys.add(new SortKey(listing.unique(), false));
        }
        return keys;
    }

    private Optional<SortKey> key(String text) {
        boolean descending = text.startsWith("-");
        String name = descending ? text.substring(1) : text;
        Optional<SortKey> key =
                listing.find(name).filter(Field::isSortable).map(field -> new SortKey(field, descending));
        if (key.isEmpty()) {
            error(
                    "sort",
                    "there is no " + name + " to sort by; there is " + String.join(", ", listing.sortableNames()));
        }
        return key;
    }

    private CursorParts cursor(List<String> purpose, int keys) {
        CursorParts first = new CursorParts(request.now(), List.of());
        if (request.cursor().isEmpty()) {
            return first;
        }
        Optional<List<String>> parts = request.cursors().open(request.cursor());
        int head = purpose.size() + 1;
        if (parts.isEmpty()) {
            error("cursor", "is not a cursor that this list gave out");
        } else if (parts.get().size() != head + keys
                || !parts.get().subList(0, purpose.size()).equals(purpose)) {
            error("cursor", "was given out for another list, filter or sort; it is good for its own only");
        } else {
            Instant now = Instant.parse(parts.get().get(purpose.size()));
            return new CursorParts(now, parts.get().subList(head, parts.get().size()));
        }
        return first;
    }

    private static List<String> parts(List<String> purpose, Instant now, List<String> values) {
        List<String> parts = new ArrayList<>(purpose);
        parts.add(now.toString());
        parts.addAll(values);
        return parts;
    }

    private static String behind(List<SortKey> order, List<String> values, Parameters parameters) {
        String behind = "false";
        for (int i = order.size() - 1; i >= 0; i--) {
            String value = values.get(i) == null
                    ? null
                    : "cast(" + parameters.add(values.get(i)) + " as "
                            + order.get(i).field().type().sql() + ")";
            behind = order.get(i).behind(value, behind);
        }
        return behind;
    }

    private int limit() {
        if (request.limit().isEmpty()) {
            return ListRequest.DEFAULT_LIMIT;
        }
        if (request.limit().matches("[0-9]{1,4}")) {
            int limit = Integer.parseInt(request.limit());
            if (limit >= 1 && limit <= ListRequest.LARGEST_LIMIT) {
                return limit;
            }
        }
        error("limit", "must be 1 to " + ListRequest.LARGEST_LIMIT + ", not " + request.limit());
        return ListRequest.DEFAULT_LIMIT;
    }

    private static String text(List<SortKey> order) {
        return order.stream().map(SortKey::text).collect(Collectors.joining(","));
    }

    private void error(String field, String message) {
        errors.add(FieldError.invalid(field, message));
    }
}
