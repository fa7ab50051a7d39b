package org.lamella.shares;

import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is said of the part that slivers have of a node.
 *
 * @param said for what is not among them, the usual holds
 */
public record Terms(Map<Term, BigDecimal> said) {
    public static final Terms USUAL = new Terms(Map.of());

    public Terms {
        said = said.isEmpty() ? Map.of() : new EnumMap<>(said);
    }

    public BigDecimal of(Term term) {
        return said.getOrDefault(term, term.usual());
    }

    /** Null where nothing is said. */
    public @Nullable String typed(Term term) {
        BigDecimal number = said.get(term);
        return number == null ? null : Term.plain(number);
    }

    public String words(Term term) {
        return term.words(of(term));
    }

    public String figure(Term term) {
        return term.figure(of(term));
    }

    /** These, and those of the level above for what these do not say. */
    Terms over(Terms above) {
        Map<Term, BigDecimal> both = new EnumMap<>(Term.class);
        both.putAll(above.said);
        both.putAll(said);
        return new Terms(both);
    }

    /** @param changes empty where nothing is to be said from then on */
    Terms with(Map<Term, Optional<BigDecimal>> changes) {
        Map<Term, BigDecimal> after = new EnumMap<>(Term.class);
        after.putAll(said);
        changes.forEach((term, number) ->
                number.ifPresentOrElse(value -> after.put(term, Term.tidy(value)), () -> after.remove(term)));
        return new Terms(after);
    }
}
