package org.lamella.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.context.support.StaticWebApplicationContext;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerExecutionChain;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;

/** Whatever is asked for, it is found where Spring's own search finds it. */
class HandlersByPathTest {
    private static final List<String> PATTERNS = List.of(
            "/",
            "/slices",
            "/slices/new",
            "/slices/{name}",
            "/slices/{name}/tags/{*tag}",
            "/slices/{name}/slivers",
            "/assets/**",
            "/as{rest}",
            "/nodes/*.css",
            "/nodes/n?",
            "/{any}");

    private final RequestMappingHandlerMapping ours = new HandlersByPath();
    private final RequestMappingHandlerMapping springs = new RequestMappingHandlerMapping();

    /** Handlers that are told apart by their mapping alone. */
    static final class Handler {
        private final String pattern;

        Handler(String pattern) {
            this.pattern = pattern;
        }

        public String handle() {
            return pattern;
        }
    }

    @BeforeEach
    void register() throws NoSuchMethodException {
        for (RequestMappingHandlerMapping mapping : List.of(ours, springs)) {
            mapping.setApplicationContext(new StaticWebApplicationContext());
            mapping.afterPropertiesSet();
            for (String pattern : PATTERNS) {
                mapping.registerMapping(
                        RequestMappingInfo.paths(pattern)
                                .options(mapping.getBuilderConfiguration())
                                .build(),
                        new Handler(pattern),
                        Handler.class.getMethod("handle"));
            }
            mapping.registerMapping(
                    RequestMappingInfo.paths("/either", "/or/{x}")
                            .options(mapping.getBuilderConfiguration())
                            .build(),
                    new Handler("either or"),
                    Handler.class.getMethod("handle"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/slices",
                "/slices/",
                "/slices/new",
                "/slices/demo_a",
                "/slices/demo_a/tags",
                "/slices/demo_a/tags/a/b",
                "/slices/demo_a/slivers",
                "/%73lices/demo_a",
                "/slices;x=1/demo_a",
                "/assets",
                "/assets/",
                "/assets/a/b",
                "/asleep",
                "/nodes/a.css",
                "/nodes/n1",
                "/nodes/n12",
                "/either",
                "/or/1",
                "/or",
                "/anything",
                "/not/there"
            })
    void findsWhatSpringFinds(String path) throws Exception {
        assertThat(find(ours, path)).isEqualTo(find(springs, path));
    }

    private static String find(RequestMappingHandlerMapping mapping, String path) throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest("GET", path);
        ServletRequestPathUtils.parseAndCache(request);
        try {
            HandlerExecutionChain found = mapping.getHandler(request);
            return found == null ? "nothing" : ((Handler) ((HandlerMethod) found.getHandler()).getBean()).handle();
        } catch (HttpRequestMethodNotSupportedException e) {
            return e.getMessage();
        }
    }
}
