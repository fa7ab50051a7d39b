package org.lamella.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;

/**
 * Finds a request's handler among some two hundred. Spring asks every mapping for the method, the parameters and the types
 * that it takes, and for its path last. Here those are not asked at all whose path begins otherwise, which says no more
 * than that their answer would have been no.
 */
final class HandlersByPath extends RequestMappingHandlerMapping {
    private static final Pattern WILD = Pattern.compile("/?[{*?].*");

    /** How the path of each mapping begins; empty where that says nothing. */
    private final Map<RequestMappingInfo, String> beginnings = new ConcurrentHashMap<>();

    @Override
    protected RequestMappingInfo getMatchingMapping(RequestMappingInfo mapping, HttpServletRequest request) {
        String path = ServletRequestPathUtils.getParsedRequestPath(request)
                .pathWithinApplication()
                .value();
        return isPlain(path) && !path.startsWith(beginning(mapping))
                ? null
                : super.getMatchingMapping(mapping, request);
    }

    /** What is quoted, or has parameters of its own, begins otherwise than what it stands for. */
    private static boolean isPlain(String path) {
        return path.indexOf('%') < 0 && path.indexOf(';') < 0;
    }

    private String beginning(RequestMappingInfo mapping) {
        String known = beginnings.get(mapping);
        return known != null ? known : beginnings.computeIfAbsent(mapping, HandlersByPath::read);
    }

    private static String read(RequestMappingInfo mapping) {
        Set<String> patterns = mapping.getPatternValues();
        return patterns.size() == 1 ? WILD.matcher(patterns.iterator().next()).replaceFirst("") : "";
    }
}
