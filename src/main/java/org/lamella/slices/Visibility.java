package org.lamella.slices;

import java.util.HashMap;
import java.util.Map;
import org.lamella.access.Caller;
import org.lamella.access.Role;

/**
 * Which slices a caller may see, as a condition for SQL: an admin all, a PI those of the own site, everybody else those
 * that they are members of. What is not visible is as if it were not there.
 *
 * @param condition on a row {@code s} of slices and a row {@code site} of sites; has named parameters only
 * @param parameters what is to be bound to them
 */
public record Visibility(String condition, Map<String, Object> parameters) {
    public Visibility {
        parameters = Map.copyOf(parameters);
    }

    public static Visibility of(Caller caller) {
        if (caller.admin()) {
            return new Visibility("true", Map.of());
        }
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("seenBy", caller.accountId());
        parameters.put("seenAt", caller.sitesAs(Role.PI).toArray(String[]::new));
        return new Visibility(
                "(s.id in (select slice_id from slice_members where account_id = :seenBy)"
                        + " or site.login_base = any(:seenAt))",
                parameters);
    }
}
