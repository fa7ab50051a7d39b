package org.lamella.web.listing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lamella.web.InvalidInput;

/**
 * A list that can be searched, sorted and paged through, declared once by its owner:
 *
 * <pre>{@code
 * Listing SLICES = Listing.of("slices", "slices s join sites t on t.id = s.site_id", Field.name("name", "s.name"))
 *         .with(Field.name("site", "t.login_base").always(), Field.time("expiresAt", "s.expires_at").always());
 *
 * SLICES.query(request).where("s.goal <> 'ABSENT'", Map.of()).page(jdbc, "s.id, s.name", mapper);
 * }</pre>
 */
public final class Listing {
    private final String what;
    private final String tables;
    private final List<Field> fields;
    private final Field unique;
    private final Field searched;
    private final String order;

    private Listing(String what, String tables, List<Field> fields, Field unique, Field searched, String order) {
        this.what = what;
        this.tables = tables;
        this.fields = List.copyOf(fields);
        this.unique = unique;
        this.searched = searched;
        this.order = order;
    }

    /**
     * @param what the list's name: a cursor of one list is none of another
     * @param tables what stands behind {@code from}
     * @param unique tells any two rows apart, and every row has it; bare words are looked for in it and the list is
     *     ordered by it, unless something else is said
     */
    public static Listing of(String what, String tables, Field unique) {
        Field key = unique.always();
        return new Listing(what, tables, List.of(key), key, key, key.name());
    }

    /** The same list with these fields too. */
    public Listing with(Field... more) {
        List<Field> all = Stream.concat(fields.stream(), Stream.of(more)).toList();
        return new Listing(what, tables, all, unique, searched, order);
    }

    /** The same list, whose bare words are looked for in this field of text. */
    public Listing searchedBy(String field) {
        return new Listing(what, tables, fields, unique, find(field).orElseThrow(), order);
    }

    /** The same list in this order, written as in {@code sort=}, unless another is asked for. */
    public Listing orderedBy(String sort) {
        return new Listing(what, tables, fields, unique, searched, sort);
    }

    /** @throws InvalidInput with everything that is wrong with the request */
    public ListQuery query(ListRequest request) {
        return new QueryReader(this, request).read();
    }

    String what() {
        return what;
    }

    String tables() {
        return tables;
    }

    Field unique() {
        return unique;
    }

    Field searched() {
        return searched;
    }

    String order() {
        return order;
    }

    Optional<Field> find(String name) {
        return fields.stream().filter(field -> field.isNamed(name)).findFirst();
    }

    String names() {
        return fields.stream().map(Field::name).collect(Collectors.joining(", "));
    }

    List<String> sortableNames() {
        return new ArrayList<>(
                fields.stream().filter(Field::isSortable).map(Field::name).toList());
    }
}
