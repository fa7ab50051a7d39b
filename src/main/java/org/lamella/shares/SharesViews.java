package org.lamella.shares;

import java.util.List;
import org.lamella.access.Caller;
import org.lamella.access.Forbidden;
import org.lamella.slices.SliceAccess;
import org.lamella.slices.SliceService;
import org.lamella.web.NoSuchThing;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Reads shares, ceilings and limits for pages and API. */
@Component
public class SharesViews {
    private final StoredTerms terms;
    private final Levels levels;
    private final SliceAccess access;
    private final SliceService slices;

    /**
     * What holds at one level.
     *
     * @param own what is said there itself
     * @param inForce that, and what the levels above say
     */
    public record Shown(Terms own, Terms inForce, long version) {
        /** What can be said of the family. */
        public List<Term> terms(Term.Family family) {
            return family.terms();
        }

        /** The names of those of the family that are said at this very level. */
        List<String> ownFields(Term.Family family) {
            return family.terms().stream()
                    .filter(own.said()::containsKey)
                    .map(Term::field)
                    .toList();
        }

        /** In a few words what of the family is not as usual; empty: all of it is. */
        public String words(Term.Family family) {
            return String.join(
                    ", ",
                    family.terms().stream()
                            .filter(term -> inForce.of(term).compareTo(term.usual()) != 0)
                            .map(term -> term.title() + " " + inForce.words(term))
                            .toList());
        }
    }

    SharesViews(StoredTerms terms, Levels levels, SliceAccess access, SliceService slices) {
        this.terms = terms;
        this.levels = levels;
        this.access = access;
        this.slices = slices;
    }

    /**
     * @throws NoSuchThing when there is no such site
     * @throws Forbidden when the caller is not of the site
     */
    @Transactional(readOnly = true)
    public Shown ofSite(Caller caller, String loginBase) {
        Level level = new Level.OfSite(levels.site(loginBase).id());
        if (!caller.admin() && !caller.belongsTo(loginBase)) {
            throw new Forbidden("only people of " + loginBase + " or an admin may read what its slices have");
        }
        return shown(level);
    }

    /** @throws NoSuchThing when there is no such slice, or none for this caller */
    @Transactional(readOnly = true)
    public Shown ofSlice(Caller caller, String name) {
        access.requireVisible(caller, name);
        return shown(levels.of(slices.get(name)));
    }

    /** @throws NoSuchThing when the slice has no sliver there, either */
    @Transactional(readOnly = true)
    public Shown ofSliver(Caller caller, String name, String node) {
        access.requireVisible(caller, name);
        return shown(levels.of(slices.get(name), node));
    }

    private Shown shown(Level level) {
        StoredTerms.Own own = terms.own(level);
        return new Shown(own.terms(), terms.inForce(level), own.version());
    }
}
