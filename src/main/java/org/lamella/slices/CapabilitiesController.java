package org.lamella.slices;

import java.util.List;
import org.lamella.access.Caller;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.access.Scope;
import org.lamella.web.Body;
import org.lamella.web.JsonFields;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** What root may do in a slice's slivers beyond the usual. */
@RestController
@RequestMapping("/api/v1/slices/{name}/capabilities")
class CapabilitiesController {
    private final Capabilities capabilities;
    private final SliceAccess access;

    /**
     * @param capabilities that are granted beyond the usual ones
     * @param grantable all that can be
     */
    record Granted(List<String> capabilities, List<String> grantable) {}

    /** @param capabilities all that are to be granted; none takes away what was */
    record Grant(List<String> capabilities) {}

    CapabilitiesController(Capabilities capabilities, SliceAccess access) {
        this.capabilities = capabilities;
        this.access = access;
    }

    @Permitted(To.SIGNED_IN)
    @GetMapping
    Granted show(Caller caller, @PathVariable String name) {
        access.requireVisible(caller, name);
        return new Granted(capabilities.of(name), Capabilities.GRANTABLE);
    }

    /** By an admin; for the slivers' next start. */
    @Permitted(value = To.SIGNED_IN, scope = Scope.PEOPLE)
    @PutMapping
    Granted grant(Caller caller, @PathVariable String name, @RequestBody @Body(Grant.class) JsonNode body) {
        JsonFields fields = JsonFields.of(body);
        List<String> wanted = fields.texts("capabilities").orElse(List.of());
        capabilities.grant(caller, name, wanted, fields.refuseOthers().errors());
        return new Granted(capabilities.of(name), Capabilities.GRANTABLE);
    }
}
