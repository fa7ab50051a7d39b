package org.lamella.slivers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.lamella.access.Caller;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.access.Scope;
import org.lamella.web.Body;
import org.lamella.web.FieldError;
import org.lamella.web.InvalidInput;
import org.lamella.web.JsonFields;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** What owners do with slivers. Each call says what is wanted; the sliver's state follows. */
@RestController
@RequestMapping("/api/v1/slices/{slice}")
class SliverLifeController {
    private final SliverLife life;

    /**
     * Something to do with several slivers.
     *
     * @param action START, STOP, RESTART, FREEZE, THAW, RESET or REBUILD
     * @param nodes on which; all unless said
     */
    record Deed(String action, @Nullable List<String> nodes) {}

    /** @param items one for each sliver that was meant */
    record SliverResults(List<SliverResult> items) {}

    SliverLifeController(SliverLife life) {
        this.life = life;
    }

    /** Lets a sliver that its owner has stopped run again; while its slice is stopped, as soon as that is not. */
    @Permitted(value = To.SIGNED_IN, scope = Scope.SLICES)
    @PostMapping("/slivers/{node}/start")
    @ResponseStatus(HttpStatus.ACCEPTED)
    SliverView start(Caller caller, @PathVariable String slice, @PathVariable String node) {
        return life.act(caller, slice, node, SliverAction.START);
    }

    /** Stops a sliver; its files stay. It stays stopped until it is started, also when its slice is suspended and resumed. */
    @Permitted(value = To.SIGNED_IN, scope = Scope.SLICES)
    @PostMapping("/slivers/{node}/stop")
    @ResponseStatus(HttpStatus.ACCEPTED)
    SliverView stop(Caller caller, @PathVariable String slice, @PathVariable String node) {
        return life.act(caller, slice, node, SliverAction.STOP);
    }

    /** Stops a sliver, asking what runs there to end first, and starts it again. */
    @Permitted(value = To.SIGNED_IN, scope = Scope.SLICES)
    @PostMapping("/slivers/{node}/restart")
    @ResponseStatus(HttpStatus.ACCEPTED)
    SliverView restart(Caller caller, @PathVariable String slice, @PathVariable String node) {
        return life.act(caller, slice, node, SliverAction.RESTART);
    }

    /** Lets all that runs in a sliver stand still. It keeps its memory and its addresses. */
    @Permitted(value = To.SIGNED_IN, scope = Scope.SLICES)
    @PostMapping("/slivers/{node}/freeze")
    @ResponseStatus(HttpStatus.ACCEPTED)
    SliverView freeze(Caller caller, @PathVariable String slice, @PathVariable String node) {
        return life.act(caller, slice, node, SliverAction.FREEZE);
    }

    /** Lets what was frozen go on where it stood. */
    @Permitted(value = To.SIGNED_IN, scope = Scope.SLICES)
    @PostMapping("/slivers/{node}/thaw")
    @ResponseStatus(HttpStatus.ACCEPTED)
    SliverView thaw(Caller caller, @PathVariable String slice, @PathVariable String node) {
        return life.act(caller, slice, node, SliverAction.THAW);
    }

    /** Takes a sliver's context apart at once, without asking what runs there, and makes it anew. Its files stay. */
    @Permitted(value = To.SIGNED_IN, scope = Scope.SLICES)
    @PostMapping("/slivers/{node}/reset")
    @ResponseStatus(HttpStatus.ACCEPTED)
    SliverView reset(Caller caller, @PathVariable String slice, @PathVariable String node) {
        return life.act(caller, slice, node, SliverAction.RESET);
    }

    /** Begins a sliver anew on an empty disk. Its files are gone; this cannot be undone. */
    @Permitted(value = To.SIGNED_IN, scope = Scope.SLICES)
    @PostMapping("/slivers/{node}/rebuild")
    @ResponseStatus(HttpStatus.ACCEPTED)
    SliverView rebuild(Caller caller, @PathVariable String slice, @PathVariable String node) {
        return life.act(caller, slice, node, SliverAction.REBUILD);
    }

    /** Does one of these with several slivers, or with all; says of each what has come of it. */
    @Permitted(value = To.SIGNED_IN, scope = Scope.SLICES)
    @PostMapping("/sliver-actions")
    @ResponseStatus(HttpStatus.ACCEPTED)
    SliverResults act(Caller caller, @PathVariable String slice, @RequestBody @Body(Deed.class) JsonNode body) {
        JsonFields fields = JsonFields.of(body);
        String action = fields.text("action").orElse("");
        Optional<Collection<String>> nodes = fields.texts("nodes").map(List::copyOf);
        List<FieldError> errors = new ArrayList<>(fields.refuseOthers().errors());
        Optional<SliverAction> known = SliverAction.find(action);
        if (known.isEmpty()) {
            errors.add(FieldError.invalid("action", "must be one of " + words() + ", not “" + action + "”"));
        }
        InvalidInput.throwIfAny(errors);
        return new SliverResults(life.act(caller, slice, nodes, known.orElseThrow()));
    }

    private static String words() {
        return Arrays.stream(SliverAction.values()).map(Enum::name).collect(Collectors.joining(", "));
    }
}
