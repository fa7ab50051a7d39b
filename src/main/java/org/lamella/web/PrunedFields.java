package org.lamella.web;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answers a read with the fields alone that {@code fields=name,state} names: of the thing itself, or of each thing in a
 * list. A write's answer is left whole: what is wrong with the parameter would be found only after the deed.
 */
@RestControllerAdvice
@Order(2)
class PrunedFields implements ResponseBodyAdvice<Object> {
    private final JsonMapper json;

    PrunedFields(JsonMapper json) {
        this.json = json;
    }

    @Override
    public boolean supports(MethodParameter answer, Class<? extends HttpMessageConverter<?>> converter) {
        return JacksonJsonHttpMessageConverter.class.isAssignableFrom(converter);
    }

    @Override
    public Object beforeBodyWrite(
            Object body,
            MethodParameter answer,
            MediaType type,
            Class<? extends HttpMessageConverter<?>> converter,
            ServerHttpRequest request,
            ServerHttpResponse response) {
        if (body == null
                || body instanceof ProblemDetail
                || !(request instanceof ServletServerHttpRequest servlet)
                || !servlet.getServletRequest().getMethod().equals("GET")) {
            return body;
        }
        String fields = servlet.getServletRequest().getParameter("fields");
        return fields == null ? body : pruned(json.valueToTree(body), body instanceof Page, wanted(fields));
    }

    private static Set<String> wanted(String fields) {
        Set<String> wanted = new LinkedHashSet<>();
        for (String field : fields.split(",", -1)) {
            wanted.add(field.strip());
        }
        return wanted;
    }

    private static JsonNode pruned(JsonNode tree, boolean isPage, Set<String> wanted) {
        List<ObjectNode> things = (isPage ? tree.path("items").valueStream() : Stream.of(tree))
                .filter(ObjectNode.class::isInstance)
                .map(ObjectNode.class::cast)
                .toList();
        refuseUnknown(things, wanted);
        things.forEach(thing -> thing.retain(wanted));
        return tree;
    }

    /** A list that is empty cannot say what its things would have had. */
    private static void refuseUnknown(List<ObjectNode> things, Set<String> wanted) {
        Set<String> known = new LinkedHashSet<>();
        things.forEach(thing -> known.addAll(thing.propertyNames()));
        InvalidInput.throwIfAny(wanted.stream()
                .filter(field -> !things.isEmpty() && !known.contains(field))
                .map(field -> FieldError.invalid(
                        "fields", "there is no field " + field + "; there is " + String.join(", ", known)))
                .toList());
    }
}
