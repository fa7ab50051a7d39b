package org.lamella.slices;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.lamella.access.Caller;
import org.lamella.web.FieldError;
import org.lamella.web.InvalidInput;
import org.springframework.stereotype.Component;

/** Takes the bounds of a slice as forms send them: all as text, empty for what is to be as usual. */
@Component
public class BoundsForms {
    private final BoundsEdits edits;

    BoundsForms(BoundsEdits edits) {
        this.edits = edits;
    }

    /** @throws InvalidInput with everything that is wrong */
    public void limit(Caller caller, String name, Map<String, String> form) {
        Map<Bound, Long> numbers = new EnumMap<>(Bound.class);
        List<FieldError> errors = new ArrayList<>();
        for (Bound bound : Bound.values()) {
            String text = form.getOrDefault(bound.field(), "").strip();
            if (text.matches("[0-9]{1,18}")) {
                numbers.put(bound, Long.valueOf(text));
            } else if (!text.isEmpty()) {
                errors.add(FieldError.invalid(bound.field(), "must be a whole number, or empty; not " + text));
            }
        }
        edits.limit(caller, name, new BoundsEdits.Wish(numbers, form.containsKey("force"), errors));
    }

    /** @throws InvalidInput with everything that is wrong */
    public void grant(Caller caller, String name, List<String> capabilities) {
        edits.grant(caller, name, capabilities, List.of());
    }
}
