package org.lamella.slices;

import java.util.ArrayList;
import java.util.List;
import org.lamella.access.Caller;

/** What can be done with a slice. */
public enum SliceAction {
    CHANGE,
    RENEW,
    ATTACH,
    DELETE,
    MEMBERS,
    SUSPEND,
    RESUME,
    QUOTA,
    LIMIT,
    GRANT;

    /** What a caller who sees the slice may do with it as it is now. */
    static List<SliceAction> of(Caller caller, String site, Goal goal, Suspension suspension) {
        if (goal == Goal.ABSENT) {
            return List.of();
        }
        List<SliceAction> may = new ArrayList<>(List.of(CHANGE, RENEW, DELETE));
        if (goal == Goal.RUNNING) {
            may.add(ATTACH);
        }
        if (caller.answersFor(site)) {
            may.add(MEMBERS);
            may.add(LIMIT);
            if (suspension == null) {
                may.add(SUSPEND);
            } else if (caller.admin() || !suspension.byAdmin()) {
                may.add(RESUME);
            }
        }
        if (caller.admin()) {
            may.add(QUOTA);
            may.add(GRANT);
        }
        return may;
    }
}
