package org.lamella.agentlink;

import java.net.URI;
import org.springframework.http.server.PathContainer;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * The sliver that an exec's address names.
 *
 * @param page whether it is the address for pages, which a browser's session opens, and not that of the API
 */
record ExecTarget(String slice, String node, boolean page) {
    static final String ADDRESS = "/api/v1/slices/*/slivers/*/exec";
    static final String PAGE_ADDRESS = "/slices/*/slivers/*/terminal/exec";
    private static final PathPattern PATTERN =
            PathPatternParser.defaultInstance.parse("/api/v1/slices/{slice}/slivers/{node}/exec");
    private static final PathPattern PAGE_PATTERN =
            PathPatternParser.defaultInstance.parse("/slices/{slice}/slivers/{node}/terminal/exec");

    static ExecTarget of(WebSocketSession socket) {
        return of(socket.getUri());
    }

    static ExecTarget of(URI uri) {
        PathContainer path = PathContainer.parsePath(uri.getPath());
        boolean page = PAGE_PATTERN.matches(path);
        var variables = (page ? PAGE_PATTERN : PATTERN).matchAndExtract(path).getUriVariables();
        return new ExecTarget(variables.get("slice"), variables.get("node"), page);
    }
}
