package org.lamella.slivers;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.lamella.web.FieldError;
import org.lamella.web.InvalidInput;

/**
 * Ports that are to be published.
 *
 * @param node empty: on every node of the slice
 * @param port the first of the sliver's
 * @param nodePort the first of the node's; empty: the lowest that are free
 */
record PortRequest(Optional<String> node, String protocol, int port, int count, Optional<Integer> nodePort) {
    /** @throws InvalidInput with everything that is wrong */
    void check(PortSettings settings) {
        List<FieldError> errors = new ArrayList<>();
        if (!protocol.equals("tcp") && !protocol.equals("udp")) {
            errors.add(FieldError.invalid("protocol", "must be tcp or udp, not “" + protocol + "”"));
        }
        if (count < 1 || count > settings.perSliver()) {
            errors.add(FieldError.invalid("count", "must be 1 to " + settings.perSliver() + ", not " + count));
        } else {
            if (port < 1 || port + count - 1 > PublishedPort.HIGHEST) {
                errors.add(FieldError.invalid(
                        "port", "must be 1 to " + (PublishedPort.HIGHEST - count + 1) + ", not " + port));
            }
            nodePort.filter(first -> first < settings.first() || first + count - 1 > settings.last())
                    .ifPresent(first -> errors.add(FieldError.invalid(
                            "nodePort",
                            "must be " + settings.first() + " to " + (settings.last() - count + 1) + ", not "
                                    + first)));
        }
        InvalidInput.throwIfAny(errors);
    }
}
