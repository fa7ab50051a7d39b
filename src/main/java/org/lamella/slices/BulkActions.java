package org.lamella.slices;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.lamella.access.Caller;
import org.lamella.access.Forbidden;
import org.lamella.web.InvalidInput;
import org.lamella.web.NoSuchThing;
import org.lamella.web.StateConflict;
import org.springframework.stereotype.Component;

/** Does one thing with several slices, each by itself: one that refuses does not keep the others from it. */
@Component
class BulkActions {
    /** What a page shows at once. */
    static final int MOST = 500;

    private final SliceLife life;
    private final SliceService slices;

    BulkActions(SliceLife life, SliceService slices) {
        this.life = life;
        this.slices = slices;
    }

    List<BulkResult> renew(Caller caller, List<String> names) {
        return each(names, name -> {
            Instant granted = life.renew(caller, name, Optional.empty());
            return "renewed until " + granted;
        });
    }

    List<BulkResult> delete(Caller caller, List<String> names) {
        return each(names, name -> {
            slices.delete(caller, name);
            return "is being deleted";
        });
    }

    private static List<BulkResult> each(List<String> names, Function<String, String> action) {
        return names.stream()
                .distinct()
                .limit(MOST)
                .map(name -> one(name, action))
                .toList();
    }

    private static BulkResult one(String name, Function<String, String> action) {
        try {
            return new BulkResult(name, true, action.apply(name));
        } catch (InvalidInput | StateConflict | Forbidden | NoSuchThing refused) {
            return new BulkResult(name, false, refused.getMessage());
        }
    }
}
