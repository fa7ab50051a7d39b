package org.lamella.slices;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lamella.access.Caller;
import org.lamella.access.Forbidden;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.access.Scope;
import org.lamella.web.Body;
import org.lamella.web.FieldError;
import org.lamella.web.InvalidInput;
import org.lamella.web.Page;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Sends and takes quotas: {@code {"slices": 20, "slivers": null}}; null for what holds by default. */
@RestController
@RequestMapping("/api/v1")
class QuotaController {
    private final QuotaViews views;
    private final QuotaEdits edits;
    private final SliceAccess access;

    /** What is not sent stays as it is. */
    record SiteLimits(
            @Nullable Long slices,
            @Nullable Long sliversPerSlice,
            @Nullable Long slivers,
            @Nullable Long cpuPercent,
            @Nullable Long bandwidth,
            @Nullable Long reservationHours,
            @Nullable Long diskBytes) {}

    /** What is not sent stays as it is. */
    record SliceLimits(
            @Nullable Long sliversPerSlice,
            @Nullable Long cpuPercent,
            @Nullable Long bandwidth,
            @Nullable Long reservationHours,
            @Nullable Long diskBytes) {}

    QuotaController(QuotaViews views, QuotaEdits edits, SliceAccess access) {
        this.views = views;
        this.edits = edits;
        this.access = access;
    }

    @Permitted(To.SIGNED_IN)
    @GetMapping("/sites/{site}/quota")
    SiteQuota ofSite(Caller caller, @PathVariable String site) {
        SiteQuota quota = views.ofSite(site);
        if (!caller.admin() && !caller.belongsTo(site)) {
            throw new Forbidden("only people of " + site + " or an admin may read its quota");
        }
        return quota;
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.PEOPLE)
    @PatchMapping("/sites/{site}/quota")
    SiteQuota setForSite(Caller caller, @PathVariable String site, @RequestBody @Body(SiteLimits.class) JsonNode body) {
        edits.setForSite(caller, site, numbers(body));
        return views.ofSite(site);
    }

    @Permitted(To.SIGNED_IN)
    @GetMapping("/slices/{name}/quota")
    Page<QuotaUsage> ofSlice(Caller caller, @PathVariable String name) {
        access.requireVisible(caller, name);
        return new Page<>(views.ofSlice(name), null);
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.PEOPLE)
    @PatchMapping("/slices/{name}/quota")
    Page<QuotaUsage> setForSlice(
            Caller caller, @PathVariable String name, @RequestBody @Body(SliceLimits.class) JsonNode body) {
        access.requireVisible(caller, name);
        edits.setForSlice(caller, name, numbers(body));
        return new Page<>(views.ofSlice(name), null);
    }

    private static Map<String, String> numbers(JsonNode body) {
        if (!body.isObject()) {
            throw new InvalidInput(List.of(FieldError.invalid("", "the body must be a JSON object")));
        }
        Map<String, String> numbers = new HashMap<>();
        body.propertyStream()
                .forEach(field -> numbers.put(
                        field.getKey(),
                        field.getValue().isNull() ? "" : field.getValue().toString()));
        return numbers;
    }
}
