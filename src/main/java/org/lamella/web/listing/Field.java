package org.lamella.web.listing;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Something that the things of a list can be searched by and, unless it has many values, sorted by.
 *
 * <p>A field may have no value, unless it is {@link #always() always} there: one that is lets an index carry the order.
 */
public final class Field {
    private final String name;
    private final String sql;
    private final FieldType type;
    private final List<String> choices;
    private final boolean many;
    private final boolean always;
    private final boolean sortable;

    private Field(
            String name,
            String sql,
            FieldType type,
            List<String> choices,
            boolean many,
            boolean always,
            boolean sortable) {
        this.name = Objects.requireNonNull(name);
        this.sql = Objects.requireNonNull(sql);
        this.type = type;
        this.choices = List.copyOf(choices);
        this.many = many;
        this.always = always;
        this.sortable = sortable;
    }

    private static Field one(String name, String sql, FieldType type) {
        return new Field(name, sql, type, List.of(), false, false, true);
    }

    /**
     * Text that is kept in lower case: a name, a mail address.
     *
     * @param name as it is written in a query and in answers
     * @param sql an expression over the list's tables; never anything from outside
     */
    public static Field name(String name, String sql) {
        return one(name, sql, FieldType.NAME);
    }

    /** Text that people write; found without regard to case. */
    public static Field text(String name, String sql) {
        return one(name, sql, FieldType.TEXT);
    }

    /** One of the constants; the expression gives its name, as JPA's {@code EnumType.STRING} keeps it. */
    public static Field choice(String name, String sql, Class<? extends Enum<?>> constants) {
        List<String> names =
                Arrays.stream(constants.getEnumConstants()).map(Enum::name).toList();
        return new Field(name, sql, FieldType.CHOICE, names, false, false, true);
    }

    /** A number that tells the rows apart, of a column that is a {@code bigint}. */
    public static Field id(String name, String sql) {
        return one(name, sql, FieldType.ID);
    }

    public static Field number(String name, String sql) {
        return one(name, sql, FieldType.NUMBER);
    }

    public static Field time(String name, String sql) {
        return one(name, sql, FieldType.TIME);
    }

    public static Field flag(String name, String sql) {
        return one(name, sql, FieldType.FLAG);
    }

    /**
     * A field with many values, such as the members of a slice. It is found when one of them fits, and cannot be sorted by.
     *
     * @param select a query of one column, of text in lower case, that may speak of the list's tables: {@code select
     *     m.email from members m where m.slice_id = s.id}
     */
    public static Field many(String name, String select) {
        return new Field(name, select, FieldType.NAME, List.of(), true, false, false);
    }

    /** This field, as one that every row has. */
    public Field always() {
        return new Field(name, sql, type, choices, many, true, sortable);
    }

    /** This field, as one that the list cannot be sorted by: of lists that have too many rows for it. */
    public Field unsorted() {
        return new Field(name, sql, type, choices, many, always, false);
    }

    String name() {
        return name;
    }

    String sql() {
        return sql;
    }

    FieldType type() {
        return type;
    }

    List<String> choices() {
        return choices;
    }

    boolean isMany() {
        return many;
    }

    boolean isSortable() {
        return sortable;
    }

    boolean isAlways() {
        return always;
    }

    boolean isNamed(String text) {
        return name.toLowerCase(Locale.ROOT).equals(text.toLowerCase(Locale.ROOT));
    }
}
