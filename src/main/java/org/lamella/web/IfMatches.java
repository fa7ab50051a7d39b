package org.lamella.web;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Reads {@code If-Match}. A weak tag matches nothing, as RFC 9110 wants it; a tag of others' making neither. */
final class IfMatches implements HandlerMethodArgumentResolver {
    private static final Pattern TAG = Pattern.compile("(?<weak>W/)?\"(?<opaque>[\\x21\\x23-\\x7e\\x80-\\xff]*)\"");
    private static final Pattern LIST = Pattern.compile("\\s*" + TAG + "(\\s*,\\s*" + unnamed(TAG) + ")*\\s*");
    private static final Pattern OURS = Pattern.compile("([0-9]{1,18})(\\.[0-9a-f]+)?");

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == IfMatch.class;
    }

    @Override
    public IfMatch resolveArgument(
            MethodParameter parameter,
            ModelAndViewContainer container,
            NativeWebRequest request,
            WebDataBinderFactory binders) {
        String[] lines = request.getHeaderValues(HttpHeaders.IF_MATCH);
        return lines == null ? IfMatch.ANY : read(String.join(", ", lines));
    }

    static IfMatch read(String header) {
        if (header.strip().equals("*")) {
            return new IfMatch(header, List.of(), true);
        }
        if (!LIST.matcher(header).matches()) {
            throw new InvalidInput(List.of(FieldError.invalid(
                    HttpHeaders.IF_MATCH, "must be the ETag of an answer, in its quotes, or *, not " + header)));
        }
        List<Long> numbers = new ArrayList<>();
        for (Matcher tag = TAG.matcher(header); tag.find(); ) {
            numbers.addAll(tag.group("weak") == null ? number(tag.group("opaque")) : Collections.emptyList());
        }
        return new IfMatch(header, numbers, false);
    }

    private static List<Long> number(String opaque) {
        Matcher ours = OURS.matcher(opaque);
        return ours.matches() ? List.of(Long.parseLong(ours.group(1))) : List.of();
    }

    private static String unnamed(Pattern pattern) {
        return pattern.pattern().replaceAll("\\?<[a-z]+>", "?:");
    }
}
