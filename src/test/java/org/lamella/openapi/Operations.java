package org.lamella.openapi;

import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.core.converter.ResolvedSchema;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.lamella.access.Permitted;
import org.lamella.web.Body;
import org.lamella.web.Streamed;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springframework.core.MethodParameter;
import org.springframework.core.io.Resource;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.method.HandlerMethod;
import tools.jackson.databind.JsonNode;

/** Says of every operation what its handler declares in Lamella's own ways, which springdoc knows nothing of. */
final class Operations implements GlobalOperationCustomizer {
    /** What is read as it comes, and of any length. */
    static final String STREAMED = "application/octet-stream";

    private final Map<String, Schema<?>> bodies = new TreeMap<>();

    @Override
    public Operation customize(Operation operation, HandlerMethod handler) {
        operation.setOperationId(id(handler));
        operation.setTags(null);
        operation.setDescription(DocComments.ofSources()
                .of(handler.getBeanType().getSimpleName() + "."
                        + handler.getMethod().getName()));
        Arrays.stream(handler.getMethodParameters()).forEach(parameter -> customize(operation, parameter));
        GetMapping read = handler.getMethodAnnotation(GetMapping.class);
        if (read != null && read.produces().length > 0) {
            // Kept as a file, or sent as a stream: no record says what is in it.
            String type = isFile(handler) ? "object" : "string";
            content(operation).values().forEach(content -> content.schema(Parameters.typed(type)));
        } else if (read != null) {
            read(operation, handler);
        }
        Permitted permitted = handler.getMethodAnnotation(Permitted.class);
        if (permitted != null && permitted.value() == Permitted.To.ANYBODY) {
            operation.setSecurity(List.of());
        } else {
            operation.setSecurity(List.of(new SecurityRequirement().addList("token")));
        }
        return operation;
    }

    private static void read(Operation operation, HandlerMethod handler) {
        Parameters.ofReads().forEach(operation::addParametersItem);
        if (handler.getMethod().getReturnType() == ResponseEntity.class) {
            operation
                    .getResponses()
                    .get("200")
                    .addHeaderObject(
                            "ETag",
                            new Header().schema(Parameters.text()).description("For `If-Match`, `If-None-Match`."));
            operation
                    .getResponses()
                    .addApiResponse("304", new ApiResponse().description("As `If-None-Match` says it was."));
        }
    }

    private static Content content(Operation operation) {
        return operation.getResponses().get("200").getContent();
    }

    private static boolean isFile(HandlerMethod handler) {
        return Resource.class.isAssignableFrom(handler.getMethod().getReturnType());
    }

    private void customize(Operation operation, MethodParameter parameter) {
        Parameters.of(parameter.getParameterType()).forEach(operation::addParametersItem);
        if (parameter.hasParameterAnnotation(Streamed.class)) {
            Schema<?> bytes = Parameters.text().format("binary");
            operation.setRequestBody(new RequestBody()
                    .required(true)
                    .content(new Content().addMediaType(STREAMED, new MediaType().schema(bytes))));
        }
        Body body = parameter.getParameterAnnotation(Body.class);
        if (body == null && parameter.getParameterType() == JsonNode.class) {
            throw new IllegalStateException(parameter + " needs a @Body: nothing says what is read from it");
        }
        if (body != null) {
            Schema<?> schema = schema(body.value());
            operation.setRequestBody(new RequestBody()
                    .required(parameter
                            .getParameterAnnotation(org.springframework.web.bind.annotation.RequestBody.class)
                            .required())
                    .content(new Content().addMediaType("application/json", new MediaType().schema(schema))));
        }
    }

    private Schema<?> schema(Class<?> type) {
        if (type == Map.class) {
            Schema<?> texts = Parameters.text();
            texts.addType("null");
            return Parameters.typed("object").additionalProperties(texts);
        }
        ResolvedSchema resolved =
                ModelConverters.getInstance(true).resolveAsResolvedSchema(new AnnotatedType(type).resolveAsRef(true));
        resolved.referencedSchemas.forEach((name, schema) -> bodies.put(name, schema));
        return resolved.schema;
    }

    /** What {@code lamella} calls it: the thing, then what is done. */
    private static String id(HandlerMethod handler) {
        String thing = handler.getBeanType().getSimpleName().replaceFirst("(Controller|Stream)$", "");
        String verb = handler.getMethod().getName();
        return Character.toLowerCase(thing.charAt(0))
                + thing.substring(1)
                + Character.toUpperCase(verb.charAt(0))
                + verb.substring(1);
    }

    Map<String, Schema<?>> bodies() {
        return bodies;
    }

    Set<String> namesOfBodies() {
        return new TreeSet<>(bodies.keySet());
    }
}
