package org.lamella.web.listing;

/** One of the things that a list is sorted by. What has no value counts as greater than all values, as in PostgreSQL. */
record SortKey(Field field, boolean descending) {
    /** As it is written in {@code sort=}. */
    String text() {
        return (descending ? "-" : "") + field.name();
    }

    String sql() {
        return "(" + field.sql() + ") " + (descending ? "desc" : "asc");
    }

    /**
     * That a row comes behind another.
     *
     * @param value stands for the other's value in the statement; null when it has none
     * @param rest that it does by the further keys
     */
    String behind(String value, String rest) {
        String expression = "(" + field.sql() + ")";
        if (value == null) {
            return descending
                    ? "(" + expression + " is not null or " + rest + ")"
                    : "(" + expression + " is null and " + rest + ")";
        }
        String beyond = expression + (descending ? " < " : " > ") + value;
        if (field.isAlways()) {
            // The same as below, in words that an index can begin with.
            String bound = expression + (descending ? " <= " : " >= ") + value;
            return "(" + bound + " and (" + beyond + " or " + rest + "))";
        }
        String none = descending ? "" : " or " + expression + " is null";
        return "(" + beyond + none + " or (" + expression + " = " + value + " and " + rest + "))";
    }
}
