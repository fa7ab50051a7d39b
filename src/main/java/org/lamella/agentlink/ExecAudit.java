package org.lamella.agentlink;

import java.security.Principal;
import org.lamella.audit.Actor;
import org.lamella.audit.AuditTrail;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.socket.WebSocketSession;

/** Who ran what where. Arguments may hold secrets, so only the program is kept. */
@Component
class ExecAudit {
    private final AuditTrail audit;

    ExecAudit(AuditTrail audit) {
        this.audit = audit;
    }

    @Transactional
    void opened(ExecTarget target, WebSocketSession socket, ExecRequest request) {
        Principal principal = socket.getPrincipal();
        String address = socket.getRemoteAddress() == null
                ? ""
                : socket.getRemoteAddress().getAddress().getHostAddress();
        audit.record(
                new Actor(
                        principal == null ? "unknown" : principal.getName(),
                        target.page() ? Actor.Via.WEB : Actor.Via.API,
                        address),
                "exec-opened",
                "slice",
                target.slice(),
                request.command().getFirst() + " on " + target.node());
    }
}
