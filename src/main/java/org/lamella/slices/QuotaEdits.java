package org.lamella.slices;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import org.lamella.access.Caller;
import org.lamella.access.Forbidden;
import org.lamella.audit.AuditTrail;
import org.lamella.quotas.Quotas;
import org.lamella.quotas.Resource;
import org.lamella.web.FieldError;
import org.lamella.web.InvalidInput;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Sets quotas. A number below what is had takes nothing away; it lets nothing be added. */
@Component
class QuotaEdits {
    private final Quotas quotas;
    private final QuotaViews views;
    private final AuditTrail audit;

    QuotaEdits(Quotas quotas, QuotaViews views, AuditTrail audit) {
        this.quotas = quotas;
        this.views = views;
        this.audit = audit;
    }

    /**
     * @param numbers as text by the resource's name; empty text for the installation's default
     * @throws Forbidden when the caller is no admin
     * @throws InvalidInput with every number that is none
     */
    @Transactional
    public void setForSite(Caller caller, String loginBase, Map<String, String> numbers) {
        caller.requireAdmin("set quotas");
        long site = views.siteId(loginBase);
        Map<Resource, Optional<Long>> parsed = parse(numbers, List.of(Resource.values()));
        quotas.setForSite(site, parsed);
        audit.record("quota-set", "site", loginBase, words(parsed));
    }

    /** The same for one slice; empty text for its site's number. */
    @Transactional
    public void setForSlice(Caller caller, String name, Map<String, String> numbers) {
        caller.requireAdmin("set quotas");
        long slice = views.sliceId(name);
        Map<Resource, Optional<Long>> parsed =
                parse(numbers, Resource.ofSlices().toList());
        quotas.setForSlice(slice, parsed);
        audit.record("quota-set", "slice", name, words(parsed));
    }

    private static Map<Resource, Optional<Long>> parse(Map<String, String> numbers, List<Resource> allowed) {
        Map<Resource, Optional<Long>> parsed = new EnumMap<>(Resource.class);
        List<FieldError> errors = new ArrayList<>();
        numbers.forEach((field, text) -> {
            Optional<Resource> resource = Resource.ofField(field).filter(allowed::contains);
            if (resource.isEmpty()) {
                errors.add(FieldError.invalid(
                        field,
                        "is no quota here; there is "
                                + String.join(
                                        ", ",
                                        allowed.stream().map(Resource::field).toList())));
            } else if (!text.matches("[0-9]{0,18}")) {
                errors.add(FieldError.invalid(field, "must be a whole number from 0, or empty; not " + text));
            } else {
                parsed.put(resource.get(), text.isEmpty() ? Optional.empty() : Optional.of(Long.valueOf(text)));
            }
        });
        InvalidInput.throwIfAny(errors);
        return parsed;
    }

    private static String words(Map<Resource, Optional<Long>> numbers) {
        var words = new StringJoiner(", ");
        numbers.forEach((resource, number) ->
                words.add(resource.field() + " " + number.map(Object::toString).orElse("as by default")));
        return words.toString();
    }
}
