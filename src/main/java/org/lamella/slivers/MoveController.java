package org.lamella.slivers;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.lamella.access.Caller;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.access.Scope;
import org.lamella.web.Body;
import org.lamella.web.FieldError;
import org.lamella.web.InvalidInput;
import org.lamella.web.JsonFields;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Moves slivers to other nodes, with their disks. */
@RestController
@RequestMapping("/api/v1/slices/{slice}/slivers/{node}/move")
class MoveController {
    private final SliverMoves moves;
    private final SliverService slivers;

    /** @param to the name of the node that the sliver goes to */
    record Move(String to) {}

    MoveController(SliverMoves moves, SliverService slivers) {
        this.moves = moves;
        this.slivers = slivers;
    }

    /**
     * Stops the sliver, copies its disk to the other node and starts it there. Its reason says how far it has come; until the other
     * node has all of it, it stays on this one. 409 when it cannot go from here or to there.
     */
    @Permitted(value = To.SIGNED_IN, scope = Scope.SLICES)
    @PostMapping
    @ResponseStatus(HttpStatus.ACCEPTED)
    SliverView move(
            Caller caller,
            @PathVariable String slice,
            @PathVariable String node,
            @RequestBody @Body(Move.class) JsonNode body) {
        JsonFields fields = JsonFields.of(body);
        Optional<String> to = fields.text("to").filter(name -> !name.isBlank());
        List<FieldError> errors = new ArrayList<>(fields.refuseOthers().errors());
        if (to.isEmpty() && errors.isEmpty()) {
            errors.add(FieldError.invalid("to", "name the node that it is to go to"));
        }
        InvalidInput.throwIfAny(errors);
        moves.begin(caller, slice, node, to.orElseThrow());
        return SliverView.of(slivers.find(caller, slice, node));
    }

    /** Calls a move off: the sliver starts again where it is. Without one under way, takes note of how the last one ended. */
    @Permitted(value = To.SIGNED_IN, scope = Scope.SLICES)
    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void callOff(Caller caller, @PathVariable String slice, @PathVariable String node) {
        moves.callOff(caller, slice, node);
    }
}
