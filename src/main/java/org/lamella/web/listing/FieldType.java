package org.lamella.web.listing;

/** What a field's values are, and so how they are written in a query and compared in SQL. */
enum FieldType {
    /** Text that is kept in lower case: names, mail addresses. What is asked for is lowered, and an index serves it. */
    NAME("text"),
    /** Any other text; compared without regard to case. */
    TEXT("text"),
    /** A number that the database gave out; compared as it is kept, so that an index serves it. */
    ID("bigint"),
    /** One of a few words. */
    CHOICE("text"),
    NUMBER("numeric"),
    TIME("timestamptz"),
    FLAG("boolean");

    private final String sql;

    FieldType(String sql) {
        this.sql = sql;
    }

    /** The type that a value is cast to. */
    String sql() {
        return sql;
    }

    boolean isOrdered() {
        return this == ID || this == NUMBER || this == TIME;
    }
}
