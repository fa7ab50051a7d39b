package org.lamella.web.listing;

import java.util.List;

/**
 * One condition of a query, as it was written.
 *
 * @param written for messages
 * @param field empty for a bare word
 * @param values one, unless several are offered with commas
 */
record Term(String written, boolean negated, String field, Operator operator, List<Value> values) {
    /** How a field's value and the one that is asked for must stand to each other. */
    enum Operator {
        FITS(":"),
        LESS("<"),
        AT_MOST("<="),
        MORE(">"),
        AT_LEAST(">=");

        private final String sign;

        Operator(String sign) {
            this.sign = sign;
        }

        String sign() {
            return sign;
        }
    }

    /**
     * What is asked for.
     *
     * @param quoted whether it stood in quotes, where an asterisk is only an asterisk
     */
    record Value(String text, boolean quoted) {}

    Term {
        values = List.copyOf(values);
    }

    boolean isBare() {
        return field.isEmpty();
    }
}
