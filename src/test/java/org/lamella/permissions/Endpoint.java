package org.lamella.permissions;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.context.ApplicationContext;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.handler.AbstractUrlHandlerMapping;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/**
 * One way to call the application.
 *
 * @param method GET where it does not matter
 * @param path as its handler declares it, with variables in braces
 */
public record Endpoint(String method, String path) implements Comparable<Endpoint> {
    /** The generator of the API's document: there under test only. */
    private static final String OF_TESTS = "/v3/api-docs";
    /** A filter answers it, so that no mapping tells of it. */
    private static final Endpoint SIGN_OUT = new Endpoint("POST", "/sign-out");

    /** Everything that the application answers: handlers of requests, resources, sockets, actuators. */
    static Set<Endpoint> all(ApplicationContext application) {
        Set<Endpoint> all = new TreeSet<>(List.of(SIGN_OUT));
        application.getBeansOfType(RequestMappingInfoHandlerMapping.class).values().stream()
                .map(RequestMappingInfoHandlerMapping::getHandlerMethods)
                .map(Map::keySet)
                .flatMap(Set::stream)
                .forEach(mapping -> all.addAll(of(mapping)));
        application.getBeansOfType(AbstractUrlHandlerMapping.class).values().stream()
                .flatMap(mapping -> mapping.getHandlerMap().keySet().stream())
                .forEach(path -> all.add(new Endpoint("GET", path)));
        all.removeIf(endpoint -> endpoint.path.startsWith(OF_TESTS));
        return all;
    }

    private static List<Endpoint> of(RequestMappingInfo mapping) {
        Set<RequestMethod> methods = mapping.getMethodsCondition().getMethods();
        return mapping.getPatternValues().stream()
                .flatMap(path -> methods.isEmpty()
                        ? List.of(new Endpoint("GET", path)).stream()
                        : methods.stream().map(method -> new Endpoint(method.name(), path)))
                .toList();
    }

    /** A bearer token opens these; a session's cookie the others. */
    boolean isApi() {
        return path.startsWith("/api/");
    }

    boolean isSocket() {
        return path.endsWith("/exec");
    }

    boolean isWrite() {
        return !method.equals("GET");
    }

    @Override
    public int compareTo(Endpoint other) {
        int byPath = path.compareTo(other.path);
        return byPath != 0 ? byPath : method.compareTo(other.method);
    }

    @Override
    public String toString() {
        return "%-6s %s".formatted(method, path);
    }
}
