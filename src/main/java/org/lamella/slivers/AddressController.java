package org.lamella.slivers;

import org.jspecify.annotations.Nullable;
import org.lamella.access.Caller;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.access.Scope;
import org.lamella.web.Body;
import org.lamella.web.InvalidInput;
import org.lamella.web.JsonFields;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** The address that a sliver must have. */
@RestController
@RequestMapping("/api/v1/slices/{slice}/slivers/{node}/address")
class AddressController {
    private final AddressService addresses;

    /** @param address IPv4, of those that slivers have on the node; left out: the node chooses */
    record WantedAddress(@Nullable String address) {}

    AddressController(AddressService addresses) {
        this.addresses = addresses;
    }

    /** The sliver has it from its next start on. */
    @Permitted(value = To.SIGNED_IN, scope = Scope.SLICES)
    @PutMapping
    SliverView choose(
            Caller caller,
            @PathVariable String slice,
            @PathVariable String node,
            @RequestBody @Body(WantedAddress.class) JsonNode body) {
        JsonFields fields = JsonFields.of(body);
        String address = fields.text("address").orElse("").strip();
        InvalidInput.throwIfAny(fields.refuseOthers().errors());
        return SliverView.of(addresses.choose(caller, slice, node, address));
    }
}
