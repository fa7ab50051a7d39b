package org.lamella.web;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

final class WaitTimes implements HandlerMethodArgumentResolver {
    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == WaitTime.class;
    }

    @Override
    public WaitTime resolveArgument(
            MethodParameter parameter,
            ModelAndViewContainer container,
            NativeWebRequest request,
            WebDataBinderFactory binders) {
        String text = request.getParameter("wait");
        if (text == null) {
            return new WaitTime(Duration.ZERO);
        }
        return new WaitTime(parse(text));
    }

    private static Duration parse(String text) {
        try {
            Duration wait = DurationStyle.detectAndParse(text, ChronoUnit.SECONDS);
            if (!wait.isNegative() && wait.compareTo(WaitTime.LONGEST) <= 0) {
                return wait;
            }
        } catch (IllegalArgumentException | ArithmeticException e) {
            // Said below, with what would be right.
        }
        throw new InvalidInput(List.of(FieldError.invalid(
                "wait", "must be a time from 0s to " + WaitTime.LONGEST.toSeconds() + "s, such as 30s, not " + text)));
    }
}
