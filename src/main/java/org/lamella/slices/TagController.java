package org.lamella.slices;

import org.jspecify.annotations.Nullable;
import org.lamella.access.Caller;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.access.Scope;
import org.lamella.slices.Tags.Tag;
import org.lamella.web.Body;
import org.lamella.web.InvalidInput;
import org.lamella.web.JsonFields;
import org.lamella.web.Page;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** A tag's name may have slashes in it, so in an address it is the rest of the path. */
@RestController
@RequestMapping("/api/v1/slices/{name}/tags")
class TagController {
    private final SliceEdits edits;
    private final SliceAccess access;
    private final Tags tags;

    /** @param value empty unless said */
    record TagValue(@Nullable String value) {}

    TagController(SliceEdits edits, SliceAccess access, Tags tags) {
        this.edits = edits;
        this.access = access;
        this.tags = tags;
    }

    /** All of them: there is never a second page. */
    @Permitted(To.SIGNED_IN)
    @GetMapping
    Page<Tag> list(Caller caller, @PathVariable String name) {
        access.requireVisible(caller, name);
        return new Page<>(tags.of(name), null);
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.SLICES)
    @PutMapping("/{*tag}")
    Tag set(
            Caller caller,
            @PathVariable String name,
            @PathVariable String tag,
            @RequestBody @Body(TagValue.class) JsonNode body) {
        JsonFields fields = JsonFields.of(body);
        String value = fields.text("value").orElse("");
        InvalidInput.throwIfAny(fields.refuseOthers().errors());
        edits.tag(caller, name, tag.substring(1), value);
        return new Tag(tag.substring(1), value);
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.SLICES)
    @DeleteMapping("/{*tag}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(Caller caller, @PathVariable String name, @PathVariable String tag) {
        edits.untag(caller, name, tag.substring(1));
    }
}
