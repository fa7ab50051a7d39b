package org.lamella.web.listing;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.lamella.secrets.Secrets;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Cursors as callers hold them. They are sealed: nobody but the control plane has made the values in one, so these need
 * no check before they go into a statement, and nobody can come to lean on what is in them.
 */
@Component
class Cursors {
    private static final int LONGEST = 8_000;

    private final Secrets secrets;
    private final JsonMapper json;

    Cursors(Secrets secrets, JsonMapper json) {
        this.secrets = secrets;
        this.json = json;
    }

    /** @param parts each may be null */
    String seal(List<String> parts) {
        byte[] sealed = secrets.seal(json.writeValueAsBytes(parts));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
    }

    /** Empty for what this control plane has not sealed. */
    Optional<List<String>> open(String cursor) {
        if (cursor.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            byte[] parts = secrets.open(Base64.getUrlDecoder().decode(cursor));
            return Optional.of(Arrays.asList(json.readValue(parts, String[].class)));
        } catch (IllegalArgumentException | IllegalStateException | JacksonException e) {
            return Optional.empty();
        }
    }
}
