package org.lamella.web.listing;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.lamella.web.listing.Term.Operator;
import org.lamella.web.listing.Term.Value;

/**
 * Reads the text of a query: terms separated by blanks, each {@code word}, {@code field:value,value} or {@code
 * field>=value}, negated by a hyphen in front; quotes around what has blanks, commas or asterisks of its own, with a
 * backslash before a quote or a backslash.
 */
final class TermReader {
    private static final String SIGNS = ":<>";

    private final String text;
    private final Consumer<String> complain;
    private int at;

    private TermReader(String text, Consumer<String> complain) {
        this.text = text;
        this.complain = complain;
    }

    /** @param complain is told what cannot be read; the rest is read all the same */
    static List<Term> read(String text, Consumer<String> complain) {
        return new TermReader(text, complain).terms();
    }

    private List<Term> terms() {
        List<Term> terms = new ArrayList<>();
        for (skipBlanks(); at < text.length(); skipBlanks()) {
            terms.add(term());
        }
        return terms;
    }

    private void skipBlanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private Term term() {
        int start = at;
        boolean negated = take('-');
        String field = field();
        Operator operator = field.isEmpty() ? Operator.FITS : operator();
        List<Value> values = new ArrayList<>();
        do {
            values.add(value());
        } while (take(','));
        String written = text.substring(start, at);
        if (values.stream().anyMatch(value -> value.text().isEmpty() && !value.quoted())) {
            complain.accept(written + " lacks a value");
        }
        return new Term(written, negated, field, operator, values);
    }

    /** What stands before a sign; empty when what comes is a bare word. */
    private String field() {
        int end = at;
        while (end < text.length() && isOfField(text.charAt(end))) {
            end++;
        }
        if (end == at || end == text.length() || SIGNS.indexOf(text.charAt(end)) < 0) {
            return "";
        }
        String field = text.substring(at, end);
        at = end;
        return field;
    }

    private static boolean isOfField(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '.' || c == '-';
    }

    private Operator operator() {
        char sign = text.charAt(at++);
        return switch (sign) {
            case '<' -> take('=') ? Operator.AT_MOST : Operator.LESS;
            case '>' -> take('=') ? Operator.AT_LEAST : Operator.MORE;
            default -> Operator.FITS;
        };
    }

    private Value value() {
        if (take('"')) {
            return new Value(quoted(), true);
        }
        int start = at;
        while (at < text.length() && text.charAt(at) != ',' && !Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return new Value(text.substring(start, at), false);
    }

    private String quoted() {
        int start = at;
        StringBuilder value = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return value.toString();
            }
            value.append(c == '\\' && at < text.length() ? text.charAt(at++) : c);
        }
        complain.accept("the quote before " + text.substring(start) + " is never closed");
        return value.toString();
    }

    private boolean take(char c) {
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }
}
