package org.lamella.slices;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lamella.access.Caller;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.access.Scope;
import org.lamella.images.Images;
import org.lamella.web.Body;
import org.lamella.web.FieldError;
import org.lamella.web.IfMatch;
import org.lamella.web.InvalidInput;
import org.lamella.web.JsonFields;
import org.lamella.web.Page;
import org.lamella.web.Version;
import org.lamella.web.listing.ListRequest;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
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
@RequestMapping("/api/v1/slices")
class SliceController {
    private final SliceService slices;
    private final SliceEdits edits;
    private final SliceViews views;
    private final List<SlicePolicy> policies;

    /** @param first what is run before it at the first start on a new disk */
    record Initscript(long version, String text, String first) {}

    /**
     * What is not sent stays as it is.
     *
     * @param image of slivers to come
     */
    record ChangedSlice(
            @Nullable String description,
            @Nullable String url,
            @Nullable String image,
            @Nullable String initscript,
            @Nullable String firstInitscript) {}

    SliceController(SliceService slices, SliceEdits edits, SliceViews views, List<SlicePolicy> policies) {
        this.slices = slices;
        this.edits = edits;
        this.views = views;
        this.policies = policies;
    }

    @Permitted(To.SIGNED_IN)
    @GetMapping
    Page<SliceView> list(Caller caller, ListRequest request) {
        return views.list(caller, request);
    }

    @Permitted(To.SIGNED_IN)
    @GetMapping("/{name}")
    ResponseEntity<SliceView> show(Caller caller, @PathVariable String name) {
        return tagged(views.get(caller, name));
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.SLICES)
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<SliceView> create(Caller caller, @RequestBody @Body(NewSlice.class) JsonNode body) {
        JsonFields fields = JsonFields.of(body);
        SliceRequest request = new SliceRequest(
                fields.text("name").orElse(""),
                fields.text("image").orElse(Images.DEFAULT),
                fields.text("description").orElse(""),
                fields.text("url").orElse(""),
                fields.object("slivers").map(PlacementFields::read).orElse(Placement.NOWHERE));
        refuseIfMisread(fields, request);
        slices.create(caller, request);
        return ResponseEntity.created(URI.create("/api/v1/slices/" + request.name()))
                .body(views.get(caller, request.name()));
    }

    /** When JSON itself is wrong, what the policies have against the rest is said along with it. */
    private void refuseIfMisread(JsonFields fields, SliceRequest request) {
        List<FieldError> errors = new ArrayList<>(fields.refuseOthers().errors());
        if (!errors.isEmpty()) {
            var misread = errors.stream().map(FieldError::field).toList();
            policies.stream()
                    .flatMap(policy -> policy.objections(request).stream())
                    .filter(objection -> !misread.contains(objection.field()))
                    .forEach(errors::add);
            throw new InvalidInput(errors);
        }
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.SLICES)
    @PatchMapping("/{name}")
    ResponseEntity<SliceView> change(
            Caller caller,
            @PathVariable String name,
            IfMatch ifMatch,
            @RequestBody @Body(ChangedSlice.class) JsonNode body) {
        JsonFields fields = JsonFields.of(body);
        SliceChange change = new SliceChange(
                fields.text("description"),
                fields.text("url"),
                fields.text("image"),
                fields.text("initscript"),
                fields.text("firstInitscript"));
        InvalidInput.throwIfAny(fields.refuseOthers().errors());
        edits.change(caller, name, change, ifMatch::require);
        return tagged(views.get(caller, name));
    }

    /** What the slivers do and what the caller may do is shown too, so it is part of the tag. */
    private static ResponseEntity<SliceView> tagged(SliceView slice) {
        return Version.of(slice.version()).showing(slice).answer(slice);
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.SLICES)
    @DeleteMapping("/{name}")
    @ResponseStatus(HttpStatus.ACCEPTED)
    void delete(Caller caller, @PathVariable String name) {
        slices.delete(caller, name);
    }

    @Permitted(To.SIGNED_IN)
    @GetMapping("/{name}/initscript")
    Initscript initscript(Caller caller, @PathVariable String name) {
        return new Initscript(
                views.get(caller, name).initscriptVersion(),
                views.initscript(caller, name),
                views.firstInitscript(caller, name));
    }
}
