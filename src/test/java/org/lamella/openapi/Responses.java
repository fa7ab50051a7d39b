package org.lamella.openapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.SortedMap;
import java.util.TreeMap;

/** The refusals that a call may meet, all of one shape. */
final class Responses {
    /** RFC 9457; {@code type} is what scripts may branch on. */
    private static final String PROBLEM = """
            {"type": "object", "required": ["type", "title", "status", "detail"],
             "description": "A refusal (RFC 9457). Scripts may branch on its type; the words may get better.",
             "properties": {
               "type": {"type": "string", "pattern": "^urn:lamella:problem:[a-z0-9-]+$"},
               "title": {"type": "string"},
               "status": {"type": "integer", "format": "int32"},
               "detail": {"type": "string"},
               "instance": {"type": "string"},
               "requestId": {"type": "string"},
               "errors": {"type": "array", "description": "Everything that is wrong, not only the first thing.",
                 "items": {"type": "object", "required": ["field", "message"], "additionalProperties": false,
                   "properties": {"field": {"type": "string"}, "message": {"type": "string"}}}},
               "version": {"type": "integer", "format": "int64", "description": "What it is now, where another was asked for."},
               "conflicts": {"type": "array", "description": "What is in the way.", "items": {"type": "object"}},
               "alternatives": {"type": "array", "description": "What would go through now.",
                 "items": {"type": "object", "required": ["message", "body"], "additionalProperties": false,
                   "properties": {"message": {"type": "string"}, "body": {"type": "object"}}}},
               "quota": {"type": "array", "description": "Every quota that does not suffice.",
                 "items": {"type": "object", "additionalProperties": false,
                   "required": ["resource", "scope", "used", "asked", "allowed", "raisedBy"],
                   "properties": {
                     "resource": {"type": "string"}, "scope": {"type": "string"},
                     "used": {"type": "integer", "format": "int64"}, "asked": {"type": "integer", "format": "int64"},
                     "allowed": {"type": "integer", "format": "int64"},
                     "raisedBy": {"type": "array", "items": {"type": "string"}}}}}}}""";

    private static final String UNAUTHENTICATED = "401";

    private Responses() {}

    static Schema<?> problem() {
        try {
            return Json31.mapper().readValue(PROBLEM, Schema.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static void complete(String method, String path, Operation operation) {
        boolean write = !method.equals("GET");
        boolean body = operation.getRequestBody() != null;
        boolean streamed = body && operation.getRequestBody().getContent().containsKey(Operations.STREAMED);
        SortedMap<String, String> refusals = new TreeMap<>();
        refusals.put("400", "Something in the request is wrong; `errors` says all of it.");
        refusals.put(UNAUTHENTICATED, "No token, or none that is known.");
        refusals.put("403", "This account, or this token, may not do that.");
        refusals.put("503", "Something that this needs is away and may come back; see `Retry-After`.");
        if (path.contains("{")) {
            refusals.put("404", "There is no such thing, or none that the caller may see.");
        }
        if (write) {
            refusals.put("409", "The thing is in a state that does not allow it, or a name is taken.");
        }
        if (takes(operation, "If-Match")) {
            refusals.put("412", "The thing has changed since the caller has seen it.");
        }
        if (write && !streamed) {
            Parameters.ofWrites().forEach(operation::addParametersItem);
            refusals.put(
                    "422",
                    "The `Idempotency-Key` came with another request, or a part was refused of what goes as a whole.");
        }
        if (write) {
            refusals.put("429", "More than a quota allows; `quota` says which, and who can raise it.");
        }
        if (body && !streamed) {
            refusals.put("413", "The body is longer than 1 MiB.");
            refusals.put("415", "The body is no JSON.");
        }
        refusals.forEach((status, words) -> operation.getResponses().addApiResponse(status, refusal(words)));
    }

    private static boolean takes(Operation operation, String parameter) {
        return operation.getParameters() != null
                && operation.getParameters().stream()
                        .anyMatch(one -> one.getName().equals(parameter));
    }

    private static ApiResponse refusal(String words) {
        MediaType problem = new MediaType().schema(new Schema<>().$ref("#/components/schemas/Problem"));
        return new ApiResponse()
                .description(words)
                .content(new Content().addMediaType("application/problem+json", problem));
    }
}
