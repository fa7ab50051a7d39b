package org.lamella.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.openapiparser.OpenApiParser;
import io.openapiparser.OpenApiResult;
import io.openapiparser.ValidationError;
import io.openapiprocessor.jackson.JacksonConverter;
import io.openapiprocessor.jsonschema.reader.UriReader;
import io.openapiprocessor.jsonschema.schema.DocumentLoader;
import io.openapiprocessor.jsonschema.schema.DocumentStore;
import io.openapiprocessor.jsonschema.schema.SchemaStore;
import io.openapiprocessor.jsonschema.validator.Validator;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.Rest;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * {@code docs/openapi.json} is what the controllers say. After a change of theirs, run this test with {@code
 * -Dlamella.docs.write=true} to write it anew.
 */
@ControlPlaneTest
class ApiDocumentTest {
    private static final Path FILE = Path.of("../docs/openapi.json");

    @Autowired
    private ApiDocument document;

    @Autowired
    private Rest rest;

    @Test
    void saysWhatTheControllersSay() throws Exception {
        String generated = document.text();
        if (Boolean.getBoolean("lamella.docs.write")) {
            Files.writeString(FILE, generated);
        }
        assertThat(Files.readString(FILE).lines())
                .as("docs/openapi.json; write it anew by: ./mvnw -o -pl src -am test -Dtest=ApiDocumentTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Dlamella.docs.write=true")
                .containsExactlyElementsOf(generated.lines().toList());
    }

    /** By the OpenAPI Initiative's schema of 3.1, with a validator that shares no code with the generator. */
    @Test
    void isAnOpenApiDocument() {
        DocumentLoader loader = new DocumentLoader(new UriReader(), new JacksonConverter());
        OpenApiResult parsed = new OpenApiParser(new DocumentStore(), loader)
                .parse(FILE.toAbsolutePath().toUri());
        boolean valid = parsed.validate(new Validator(), new SchemaStore(loader));
        assertThat(parsed.getValidationErrors())
                .extracting(ValidationError::getText)
                .isEmpty();
        assertThat(valid).isTrue();
        assertThat(parsed.getVersion()).hasToString("V31");
    }

    @Test
    @DisabledIfSystemProperty(
            named = "lamella.docs.write",
            matches = "true",
            disabledReason = "serves the file of before")
    void isServedToWhoeverIsSignedIn() throws Exception {
        assertThat(rest.get("/api/v1/openapi.json").text()).isEqualTo(Files.readString(FILE));
        assertThat(rest.authorizedBy("").get("/api/v1/openapi.json").status()).isEqualTo(401);
    }
}
