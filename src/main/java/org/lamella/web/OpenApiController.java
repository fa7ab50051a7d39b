package org.lamella.web;

import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The API's own description, {@code docs/openapi.json}: a test generates it and fails where it differs from the code. */
@RestController
class OpenApiController {
    @Permitted(To.SIGNED_IN)
    @GetMapping(path = "/api/v1/openapi.json", produces = MediaType.APPLICATION_JSON_VALUE)
    Resource document() {
        return new ClassPathResource("openapi.json", OpenApiController.class);
    }
}
