package org.lamella.slivers;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lamella.access.Caller;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.slivers.NodeConsoles.Printed;
import org.lamella.web.FieldError;
import org.lamella.web.InvalidInput;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What slivers print. */
@RestController
@RequestMapping("/api/v1/slices/{slice}/slivers/{node}/console")
class ConsoleController {
    private final SliverConsole console;

    ConsoleController(SliverConsole console) {
        this.console = console;
    }

    /**
     * What the sliver's initscripts, and what they have started, have printed: the last 256 KiB at least, also of a sliver that is
     * stopped. With {@code from}, the {@code next} of an answer before, only what is new.
     */
    @Permitted(To.SIGNED_IN)
    @GetMapping
    Printed read(
            Caller caller,
            @PathVariable String slice,
            @PathVariable String node,
            @RequestParam(required = false) @Nullable String from) {
        return console.read(caller, slice, node, from == null ? 0 : number(from));
    }

    private static long number(String from) {
        if (from.matches("[0-9]{1,18}")) {
            return Long.parseLong(from);
        }
        throw new InvalidInput(
                List.of(FieldError.invalid("from", "must be the “next” of an answer before, not “" + from + "”")));
    }
}
