package org.lamella.web.listing;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.lamella.web.listing.Term.Operator;
import org.lamella.web.listing.Term.Value;

/** Turns the terms of a query into SQL, and says what is wrong with those that it cannot. */
final class Conditions {
    private static final Pattern ID = Pattern.compile("[0-9]{1,18}");
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,18}(\\.[0-9]{1,9})?");
    private static final int MOST_VALUES = 100;
    /** Stands where nothing sensible was asked for; the query is refused anyway. */
    private static final String NOTHING = "false";

    private final Listing listing;
    private final Times times;
    private final Parameters parameters;
    private final Consumer<String> complain;

    Conditions(Listing listing, Times times, Parameters parameters, Consumer<String> complain) {
        this.listing = listing;
        this.times = times;
        this.parameters = parameters;
        this.complain = complain;
    }

    String of(List<Term> terms) {
        return terms.isEmpty() ? "true" : terms.stream().map(this::of).collect(Collectors.joining(" and "));
    }

    private String of(Term term) {
        if (term.values().size() > MOST_VALUES) {
            complain.accept("at most " + MOST_VALUES + " values can be offered at once, not "
                    + term.values().size());
            return NOTHING;
        }
        String condition = term.isBare()
                ? anyOf(term, listing.searched())
                : listing.find(term.field()).map(field -> of(term, field)).orElseGet(() -> unknown(term));
        // What has no value does not fit: a negated term wants it. The other is left bare, so that an index may serve
        // it.
        return term.negated() ? "((" + condition + ") is not true)" : "(" + condition + ")";
    }

    private String unknown(Term term) {
        complain.accept("there is no field " + term.field() + "; there is " + listing.names()
                + "; what has a colon of its own goes into quotes");
        return NOTHING;
    }

    private String of(Term term, Field field) {
        if (term.operator() == Operator.FITS) {
            return anyOf(term, field);
        }
        if (!field.type().isOrdered()) {
            complain.accept(term.written() + ": only numbers and times have a more and a less");
            return NOTHING;
        }
        if (term.values().size() > 1) {
            complain.accept(term.written() + " can be compared with one value only");
            return NOTHING;
        }
        return "(" + field.sql() + ") " + term.operator().sign() + " "
                + ordered(field, term.values().getFirst());
    }

    private String ordered(Field field, Value value) {
        return switch (field.type()) {
            case ID -> id(field, value);
            case NUMBER -> number(field, value);
            case TIME -> times.moment(value.text()).map(parameters::add).orElseGet(() -> noTime(field, value));
            case NAME, TEXT, CHOICE, FLAG -> throw new IllegalArgumentException(field.name() + " has no order");
        };
    }

    private String anyOf(Term term, Field field) {
        return term.values().stream()
                .map(value -> field.isMany() ? ofMany(field, value, term) : of(field, field.sql(), value, term))
                .collect(Collectors.joining(" or ", "(", ")"));
    }

    private String ofMany(Field field, Value value, Term term) {
        if (isNone(value)) {
            return "not exists (" + field.sql() + ")";
        }
        return "exists (select 1 from (" + field.sql() + ") as held (value) where "
                + of(field, "held.value", value, term) + ")";
    }

    private String of(Field field, String sql, Value value, Term term) {
        String expression = "(" + sql + ")";
        if (isNone(value)) {
            return "coalesce(cast(" + expression + " as text), '') = ''";
        }
        return switch (field.type()) {
            case NAME -> text(expression, value, term, "like");
            case TEXT -> text(expression, value, term, "ilike");
            case CHOICE -> expression + " = " + choice(field, value);
            case ID -> expression + " = " + id(field, value);
            case NUMBER -> expression + " = " + number(field, value);
            case TIME -> time(field, expression, value);
            case FLAG -> expression + " = " + flag(field, value);
        };
    }

    private static boolean isNone(Value value) {
        return value.quoted() && value.text().isEmpty();
    }

    /** A bare word is looked for anywhere, a field's value is the whole of it; asterisks say otherwise of both. */
    private String text(String expression, Value value, Term term, String like) {
        boolean wild = !value.quoted() && value.text().indexOf('*') >= 0;
        boolean ignoresCase = like.equals("ilike");
        String sought = ignoresCase ? value.text() : value.text().toLowerCase(Locale.ROOT);
        String escaped = sought.replaceAll("[\\\\%_]", "\\\\$0");
        if (wild) {
            return expression + " " + like + " " + parameters.add(escaped.replace('*', '%'));
        }
        if (term.isBare()) {
            return expression + " " + like + " " + parameters.add("%" + escaped + "%");
        }
        return ignoresCase
                ? expression + " ilike " + parameters.add(escaped)
                : expression + " = " + parameters.add(sought);
    }

    private String choice(Field field, Value value) {
        return field.choices().stream()
                .filter(choice -> choice.equalsIgnoreCase(value.text()))
                .findFirst()
                .map(parameters::add)
                .orElseGet(() -> wrong(field, value, "one of " + String.join(", ", field.choices())));
    }

    private String id(Field field, Value value) {
        return ID.matcher(value.text()).matches()
                ? parameters.add(Long.parseLong(value.text()))
                : wrong(field, value, "a whole number such as 7");
    }

    private String number(Field field, Value value) {
        return NUMBER.matcher(value.text()).matches()
                ? parameters.add(new BigDecimal(value.text()))
                : wrong(field, value, "a number such as 7 or 2.5");
    }

    private String flag(Field field, Value value) {
        return switch (value.text().toLowerCase(Locale.ROOT)) {
            case "true", "yes" -> "true";
            case "false", "no" -> "false";
            default -> wrong(field, value, "true or false");
        };
    }

    private String time(Field field, String expression, Value value) {
        return times.date(value.text())
                .map(date -> expression + " >= " + parameters.add(Times.midnight(date)) + " and " + expression + " < "
                        + parameters.add(Times.midnight(date.plusDays(1))))
                .or(() -> times.instant(value.text()).map(instant -> expression + " = " + parameters.add(instant)))
                .orElseGet(() -> noTime(field, value));
    }

    private String noTime(Field field, Value value) {
        return wrong(
                field,
                value,
                "a time such as 2026-03-01T12:00:00Z, a date such as 2026-03-01, or, behind < or >, a while from now"
                        + " such as 3d, or -3d for ago (units s, m, h, d, w)");
    }

    private String wrong(Field field, Value value, String right) {
        complain.accept(field.name() + " must be " + right + ", not " + value.text());
        return "null";
    }
}
