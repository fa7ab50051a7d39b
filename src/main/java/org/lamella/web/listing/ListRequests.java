package org.lamella.web.listing;

import java.time.Clock;
import java.util.Objects;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Reads {@code filter}, {@code sort}, {@code cursor} and {@code limit} of a request. */
@Component
class ListRequests implements HandlerMethodArgumentResolver {
    private final Cursors cursors;
    private final Clock clock;

    ListRequests(Cursors cursors, Clock clock) {
        this.cursors = cursors;
        this.clock = clock;
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == ListRequest.class;
    }

    @Override
    public ListRequest resolveArgument(
            MethodParameter parameter,
            ModelAndViewContainer container,
            NativeWebRequest request,
            WebDataBinderFactory binders) {
        return of(text(request, "filter"), text(request, "sort"), text(request, "cursor"), text(request, "limit"));
    }

    ListRequest of(String filter, String sort, String cursor, String limit) {
        return new ListRequest(filter, sort, cursor, limit, clock.instant(), cursors);
    }

    private static String text(NativeWebRequest request, String parameter) {
        return Objects.toString(request.getParameter(parameter), "");
    }
}
