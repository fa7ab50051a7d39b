package org.lamella.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.Set;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/** Lets nobody reach a handler that does not say who may: see {@link Permitted}. */
final class Gate implements HandlerInterceptor {
    private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod method) {
            Permitted permitted = Optional.ofNullable(method.getMethodAnnotation(Permitted.class))
                    .orElseThrow(() -> new Forbidden("nobody is permitted to call this yet"));
            check(permitted, READS.contains(request.getMethod()) ? Scope.READ : permitted.scope());
        }
        return true;
    }

    private static void check(Permitted permitted, Scope scope) {
        if (permitted.value() == Permitted.To.ANYBODY) {
            return;
        }
        Caller caller = CurrentCaller.get().orElseThrow(() -> new Forbidden("sign in first"));
        caller.requireScope(scope);
        if (permitted.value() == Permitted.To.ADMIN) {
            caller.requireAdmin("do that");
        }
    }
}
