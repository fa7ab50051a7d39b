package org.lamella.shares;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lamella.access.Caller;
import org.lamella.web.FieldError;
import org.lamella.web.IfMatch;
import org.lamella.web.InvalidInput;
import org.springframework.stereotype.Component;

/** Takes shares, ceilings and limits as forms send them: all as text, empty for what is to be as the level above has it. */
@Component
public class SharesForms {
    private static final String NUMBER = "[0-9]{1,18}([.,][0-9]{1,6})?";

    private final SharesEdits edits;

    SharesForms(SharesEdits edits) {
        this.edits = edits;
    }

    /** @throws InvalidInput with everything that is wrong */
    void ofSite(Caller caller, String site, Term.Family family, Map<String, String> form) {
        edits.ofSite(caller, site, change(family, form));
    }

    /** @throws InvalidInput with everything that is wrong */
    public void ofSlice(Caller caller, String slice, Term.Family family, Map<String, String> form) {
        edits.ofSlice(caller, slice, change(family, form));
    }

    /** @throws InvalidInput with everything that is wrong */
    public void ofSliver(Caller caller, String slice, String node, Term.Family family, Map<String, String> form) {
        edits.ofSliver(caller, slice, node, change(family, form));
    }

    private static SharesEdits.Change change(Term.Family family, Map<String, String> form) {
        Map<Term, Optional<BigDecimal>> numbers = new EnumMap<>(Term.class);
        List<FieldError> errors = new ArrayList<>();
        for (Term term : family.terms()) {
            String text = form.getOrDefault(term.field(), "").strip();
            if (text.isEmpty()) {
                numbers.put(term, Optional.empty());
            } else if (text.matches(NUMBER) && (term.isShare() || text.matches("[0-9]+"))) {
                numbers.put(term, Optional.of(new BigDecimal(text.replace(',', '.'))));
            } else {
                errors.add(FieldError.invalid(
                        term.field(),
                        "must be a " + (term.isShare() ? "" : "whole ") + "number, or empty; not " + text));
            }
        }
        return new SharesEdits.Change(family, numbers, form.containsKey("force"), errors, IfMatch.ANY::require);
    }
}
