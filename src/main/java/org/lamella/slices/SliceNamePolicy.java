package org.lamella.slices;

import java.util.List;
import java.util.Optional;
import org.lamella.accounts.Site;
import org.lamella.accounts.Sites;
import org.lamella.web.FieldError;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** The name is well formed, begins with the login base of an enabled site, and is free. */
@Component
@Order(1)
class SliceNamePolicy implements SlicePolicy {
    private final Sites sites;
    private final Slices slices;

    SliceNamePolicy(Sites sites, Slices slices) {
        this.sites = sites;
        this.slices = slices;
    }

    @Override
    public List<FieldError> objections(SliceRequest request) {
        return objection(request.name()).stream().toList();
    }

    private Optional<FieldError> objection(String name) {
        if (name.isEmpty()) {
            return Optional.of(FieldError.invalid("name", "is needed: " + SliceName.RULE));
        }
        if (!SliceName.isWellFormed(name)) {
            return Optional.of(FieldError.invalid("name", name + " is no slice name: " + SliceName.RULE));
        }
        String loginBase = new SliceName(name).loginBase();
        Optional<Site> site = sites.findByLoginBase(loginBase);
        if (site.isEmpty()) {
            return Optional.of(FieldError.invalid("name", "there is no site with the login base " + loginBase));
        }
        if (!site.get().enabled()) {
            return Optional.of(FieldError.invalid("name", "the site " + loginBase + " is suspended"));
        }
        return slices.findByName(name)
                .map(taken -> FieldError.taken(
                        "name",
                        taken.goal() == Goal.ABSENT
                                ? "the slice " + name + " is still being deleted"
                                : "there is a slice " + name + " already"));
    }
}
