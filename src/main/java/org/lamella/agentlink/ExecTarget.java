package org.lamella.agentlink;

import java.net.URI;
import org.springframework.http.server.PathContainer;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/** The sliver that an exec's address names. */
record ExecTarget(String slice, String node) {
    static final String ADDRESS = "/api/v1/slices/*/slivers/*/exec";
    private static final PathPattern PATTERN =
            PathPatternParser.defaultInstance.parse("/api/v1/slices/{slice}/slivers/{node}/exec");

    static ExecTarget of(WebSocketSession socket) {
        return of(socket.getUri());
    }

    static ExecTarget of(URI uri) {
        var match = PATTERN.matchAndExtract(PathContainer.parsePath(uri.getPath()));
        var variables = match.getUriVariables();
        return new ExecTarget(variables.get("slice"), variables.get("node"));
    }
}
