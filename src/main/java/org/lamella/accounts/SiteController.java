package org.lamella.accounts;

import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lamella.access.Caller;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.access.Scope;
import org.lamella.web.Body;
import org.lamella.web.IfMatch;
import org.lamella.web.InvalidInput;
import org.lamella.web.JsonFields;
import org.lamella.web.Page;
import org.lamella.web.Reason;
import org.lamella.web.Version;
import org.lamella.web.listing.ListRequest;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

@RestController
@RequestMapping("/api/v1/sites")
class SiteController {
    private final SiteService sites;
    private final SiteViews views;

    record NewSite(
            String loginBase,
            String name,
            @Nullable String url,
            @Nullable Double latitude,
            @Nullable Double longitude,
            @Nullable String country) {}

    /** What is not sent stays as it is. */
    record SiteChange(
            @Nullable String name,
            @Nullable String url,
            @Nullable Double latitude,
            @Nullable Double longitude,
            @Nullable String country) {}

    SiteController(SiteService sites, SiteViews views) {
        this.sites = sites;
        this.views = views;
    }

    @Permitted(To.SIGNED_IN)
    @GetMapping
    Page<SiteView> list(ListRequest request) {
        return views.list(request);
    }

    @Permitted(To.SIGNED_IN)
    @GetMapping("/{loginBase}")
    ResponseEntity<SiteView> show(@PathVariable String loginBase) {
        Site site = sites.get(loginBase);
        return Version.of(site.version()).answer(SiteView.of(site));
    }

    @Permitted(value = To.ADMIN, scope = Scope.PEOPLE)
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<SiteView> create(@RequestBody @Body(NewSite.class) JsonNode body, Caller caller) {
        JsonFields fields = JsonFields.of(body);
        String loginBase = fields.text("loginBase").orElse("").strip();
        SiteDraft draft = read(fields, SiteDraft.EMPTY);
        Site site = sites.create(loginBase, draft, caller);
        return ResponseEntity.created(URI.create("/api/v1/sites/" + loginBase)).body(SiteView.of(site));
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.PEOPLE)
    @PatchMapping("/{loginBase}")
    ResponseEntity<SiteView> change(
            @PathVariable String loginBase,
            IfMatch ifMatch,
            @RequestBody @Body(SiteChange.class) JsonNode body,
            Caller caller) {
        sites.change(loginBase, draft -> read(JsonFields.of(body), draft), caller, ifMatch::require);
        return show(loginBase);
    }

    @Permitted(value = To.ADMIN, scope = Scope.PEOPLE)
    @PostMapping("/{loginBase}/suspend")
    SiteView suspend(@PathVariable String loginBase, @RequestBody @Body(Reason.class) JsonNode body, Caller caller) {
        JsonFields fields = JsonFields.of(body);
        Optional<String> reason = fields.text("reason");
        InvalidInput.throwIfAny(fields.refuseOthers().errors());
        sites.suspend(loginBase, reason.orElse(""), caller);
        return SiteView.of(sites.get(loginBase));
    }

    @Permitted(value = To.ADMIN, scope = Scope.PEOPLE)
    @PostMapping("/{loginBase}/resume")
    SiteView resume(@PathVariable String loginBase, Caller caller) {
        sites.resume(loginBase, caller);
        return SiteView.of(sites.get(loginBase));
    }

    /** A field that is not sent stays as it is. */
    private static SiteDraft read(JsonFields fields, SiteDraft before) {
        SiteDraft draft = new SiteDraft(
                fields.text("name").orElse(before.name()),
                fields.text("url").orElse(before.url()),
                fields.number("latitude").map(String::valueOf).orElse(before.latitude()),
                fields.number("longitude").map(String::valueOf).orElse(before.longitude()),
                fields.text("country").orElse(before.country()));
        InvalidInput.throwIfAny(fields.refuseOthers().errors());
        return draft;
    }
}
