package org.lamella.openapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Paths;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springdoc.webmvc.api.OpenApiWebMvcResource;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.mock.web.MockHttpServletRequest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Generates the description of the API: springdoc finds the operations, the classes beside this one say the rest. */
@TestConfiguration(proxyBeanMethods = false)
public class ApiDocument {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    static {
        SpringDocUtils.getConfig()
                .addRequestWrapperToIgnore(Parameters.types().toArray(Class[]::new))
                .replaceWithSchema(JsonNode.class, Parameters.typed("object"));
    }

    private final OpenApiWebMvcResource generator;

    ApiDocument(@Lazy OpenApiWebMvcResource generator) {
        this.generator = generator;
    }

    @Bean
    static Operations operations() {
        return new Operations();
    }

    @Bean
    static RecordSchemas recordSchemas() {
        return new RecordSchemas();
    }

    @Bean
    static GlobalOpenApiCustomizer completed(Operations operations, RecordSchemas records) {
        return document -> complete(document, operations, records);
    }

    private static void complete(OpenAPI document, Operations operations, RecordSchemas records) {
        document.info(new Info()
                        .title("Lamella")
                        .version("v1")
                        .description("Slices, slivers, nodes and people of a testbed. Conventions: docs/api.md.")
                        .license(new License().name("Apache-2.0").identifier("Apache-2.0")))
                .servers(List.of(new Server().url("/")));
        var components = document.getComponents();
        operations.bodies().forEach(components::addSchemas);
        records.complete(components.getSchemas(), operations.namesOfBodies());
        records.allowText(components.getSchemas());
        components.addSchemas("Problem", Responses.problem());
        components.addSecuritySchemes(
                "token",
                new SecurityScheme()
                        .type(SecurityScheme.Type.HTTP)
                        .scheme("bearer")
                        .description("An API token, as `lamella token create` or the account's page makes it."));
        nameRestsOfPaths(document);
        document.getPaths()
                .forEach((path, item) -> item.readOperationsMap()
                        .forEach((method, operation) -> Responses.complete(method.name(), path, operation)));
    }

    /** What Spring writes <code>{*name}</code>, a variable that may hold slashes, has no way to be said but in words. */
    private static void nameRestsOfPaths(OpenAPI document) {
        Paths paths = new Paths();
        document.getPaths().forEach((path, item) -> paths.addPathItem(path.replace("{*", "{"), item));
        document.setPaths(paths);
    }

    /** Its text, laid out to be read and compared line by line. */
    String text() throws JsonProcessingException {
        byte[] json = generator.openapiJson(new MockHttpServletRequest(), "/v3/api-docs", Locale.ENGLISH);
        return JSON.writeValueAsString(JSON.readTree(new String(json, StandardCharsets.UTF_8))) + "\n";
    }
}
