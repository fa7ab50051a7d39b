package org.lamella.web.listing;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.List;
import org.lamella.web.FieldError;
import org.lamella.web.InvalidInput;
import org.lamella.web.Page;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Lists that are one page, always whole, such as a slice's members, refuse {@code filter} and {@code sort}: ignored, they would give
 * all where some were asked for.
 */
final class WholeLists implements HandlerInterceptor {
    private static final List<Class<?>> READ_BY_OTHERS = List.of(ListRequest.class, Page.Request.class);

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (request.getMethod().equals("GET") && handler instanceof HandlerMethod method && isWhole(method)) {
            InvalidInput.throwIfAny(List.of("filter", "sort").stream()
                    .filter(name -> request.getParameter(name) != null)
                    .map(name -> FieldError.invalid(name, "is not there for this list, which is always whole"))
                    .toList());
        }
        return true;
    }

    private static boolean isWhole(HandlerMethod method) {
        return Page.class.isAssignableFrom(method.getReturnType().getParameterType())
                && Arrays.stream(method.getMethodParameters())
                        .noneMatch(parameter -> READ_BY_OTHERS.contains(parameter.getParameterType()));
    }
}
