package org.lamella.nodes;

import java.util.Set;
import org.lamella.web.PublicUrl;
import org.springframework.stereotype.Component;

/** Where a new node is told to dial. */
@Component
class AgentsAddress {
    private static final Set<String> EVERY_ADDRESS = Set.of("0.0.0.0", "::", "[::]");

    private final AgentSettings settings;
    private final PublicUrl publicUrl;

    AgentsAddress(AgentSettings settings, PublicUrl publicUrl) {
        this.settings = settings;
        this.publicUrl = publicUrl;
    }

    /** {@code HOST:PORT}. A replica that listens on every address is called by the first of its names, or as people call it. */
    String text() {
        return host() + ":" + settings.port();
    }

    private String host() {
        if (!EVERY_ADDRESS.contains(settings.address())) {
            return settings.address();
        }
        return settings.names().isEmpty()
                ? publicUrl.publicUrl().getHost()
                : settings.names().getFirst();
    }
}
