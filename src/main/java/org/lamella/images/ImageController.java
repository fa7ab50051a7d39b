package org.lamella.images;

import java.net.URI;
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
import org.lamella.web.Version;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

@RestController
@RequestMapping("/api/v1/images")
class ImageController {
    private final ImageViews views;
    private final ImageRegistry registry;

    /**
     * @param kind {@code ARCHIVE} or {@code DEBOOTSTRAP}
     * @param source of an {@code ARCHIVE} the digest of one that was brought, of {@code DEBOOTSTRAP} the suite
     */
    record NewImage(
            String name,
            String kind,
            String source,
            @Nullable String description) {}

    /** @param digest of an archive that was brought */
    record OtherArchive(String digest) {}

    ImageController(ImageViews views, ImageRegistry registry) {
        this.views = views;
        this.registry = registry;
    }

    @Permitted(To.SIGNED_IN)
    @GetMapping
    Page<ImageView> list(Page.Request page) {
        return views.list(page);
    }

    @Permitted(To.SIGNED_IN)
    @GetMapping("/{name}")
    ResponseEntity<ImageView> show(@PathVariable String name) {
        ImageView image = views.get(name);
        return Version.of(image.version()).showing(image).answer(image);
    }

    /** Gives a name to an archive that was brought, or to a Debian suite that each node makes itself. */
    @Permitted(value = To.ADMIN, scope = Scope.NODES)
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<ImageView> add(Caller caller, @RequestBody @Body(NewImage.class) JsonNode body) {
        JsonFields fields = JsonFields.of(body);
        ImageRegistry.Draft draft = new ImageRegistry.Draft(
                fields.text("name").orElse("").strip(),
                fields.text("kind").orElse("").strip(),
                fields.text("source").orElse("").strip(),
                fields.text("description").orElse("").strip());
        InvalidInput.throwIfAny(fields.refuseOthers().errors());
        registry.add(caller, draft);
        return ResponseEntity.created(URI.create("/api/v1/images/" + draft.name()))
                .body(views.get(draft.name()));
    }

    /**
     * Makes the name lead to another archive. Slivers that have a disk stay on what they have; new ones get the new one.
     */
    @Permitted(value = To.ADMIN, scope = Scope.NODES)
    @PutMapping("/{name}/archive")
    ResponseEntity<ImageView> replace(
            Caller caller,
            @PathVariable String name,
            IfMatch ifMatch,
            @RequestBody @Body(OtherArchive.class) JsonNode body) {
        JsonFields fields = JsonFields.of(body);
        String digest = fields.text("digest").orElse("").strip();
        InvalidInput.throwIfAny(fields.refuseOthers().errors());
        registry.replace(caller, name, digest, ifMatch::require);
        return show(name);
    }

    /** Refused while a slice needs the image. */
    @Permitted(value = To.ADMIN, scope = Scope.NODES)
    @DeleteMapping("/{name}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(Caller caller, @PathVariable String name) {
        registry.delete(caller, name);
    }
}
