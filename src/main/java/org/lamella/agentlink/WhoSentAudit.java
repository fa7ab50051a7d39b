package org.lamella.agentlink;

import org.lamella.audit.AuditTrail;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** That somebody asked which slice sent a packet: it tells of people, so it is written down before it is answered. */
@Component
class WhoSentAudit {
    private final AuditTrail audit;

    WhoSentAudit(AuditTrail audit) {
        this.audit = audit;
    }

    @Transactional
    void asked(String node, String what) {
        audit.record("node-asked-who-sent", "node", node, what);
    }
}
