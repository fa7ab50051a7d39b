package org.lamella.web;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Reads {@code cursor} and {@code limit} of a list request, all errors at once. */
final class PageRequests implements HandlerMethodArgumentResolver {
    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == Page.Request.class;
    }

    @Override
    public Page.Request resolveArgument(
            MethodParameter parameter,
            ModelAndViewContainer container,
            NativeWebRequest request,
            WebDataBinderFactory binders) {
        List<FieldError> errors = new ArrayList<>();
        int limit = limit(request.getParameter("limit"), errors);
        String after = after(request.getParameter("cursor"), errors);
        // Ignored, they would give all where some were asked for.
        for (String other : List.of("filter", "sort")) {
            if (request.getParameter(other) != null) {
                errors.add(FieldError.invalid(other, "is not there for this list, which has an order of its own"));
            }
        }
        InvalidInput.throwIfAny(errors);
        return new Page.Request(after, limit);
    }

    private static int limit(String text, List<FieldError> errors) {
        if (text == null) {
            return Page.Request.DEFAULT_LIMIT;
        }
        if (text.matches("[0-9]{1,4}")) {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= Page.Request.LARGEST_LIMIT) {
                return limit;
            }
        }
        errors.add(FieldError.invalid("limit", "must be 1 to " + Page.Request.LARGEST_LIMIT + ", not " + text));
        return Page.Request.DEFAULT_LIMIT;
    }

    private static String after(String cursor, List<FieldError> errors) {
        if (cursor == null) {
            return "";
        }
        try {
            String after = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            if (after.indexOf('\0') < 0) {
                return after;
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        errors.add(FieldError.invalid("cursor", "is not a cursor that this list gave out"));
        return "";
    }
}
