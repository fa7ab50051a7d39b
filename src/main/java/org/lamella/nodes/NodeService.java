package org.lamella.nodes;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.lamella.access.Caller;
import org.lamella.access.Forbidden;
import org.lamella.accounts.Site;
import org.lamella.accounts.Sites;
import org.lamella.audit.Actor;
import org.lamella.audit.AuditTrail;
import org.lamella.outbox.Outbox;
import org.lamella.outbox.Topic;
import org.lamella.web.FieldError;
import org.lamella.web.InvalidInput;
import org.lamella.web.NoSuchThing;
import org.lamella.web.StateConflict;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Adding nodes and following their agents' streams. */
@Component
public class NodeService {
    private final Nodes nodes;
    private final Sites sites;
    private final Enrolment enrolment;
    private final Outbox outbox;
    private final AuditTrail audit;
    private final Clock clock;

    /** A stream that an agent has opened: what it says is believed only while its epoch is the node's newest. */
    public record Attachment(long nodeId, NodeName name, long epoch) {}

    NodeService(Nodes nodes, Sites sites, Enrolment enrolment, Outbox outbox, AuditTrail audit, Clock clock) {
        this.nodes = nodes;
        this.sites = sites;
        this.enrolment = enrolment;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * @throws InvalidInput with everything that is wrong: the name's form, a name taken, an unknown site
     * @throws Forbidden when the caller does not answer for the site
     */
    @Transactional
    public Node add(Caller caller, String name, String loginBase) {
        caller.requireAnswersFor(loginBase, "add nodes to it");
        List<FieldError> errors = new ArrayList<>();
        if (!NodeName.isWellFormed(name)) {
            errors.add(FieldError.invalid("name", name + " is no node name: " + NodeName.RULE));
        } else if (name.equals(NodeName.RESERVED)) {
            errors.add(FieldError.invalid("name", "no node can be called " + name + ": the page that adds nodes is"));
        } else if (nodes.existsByName(name)) {
            errors.add(taken(name));
        }
        Optional<Site> site = sites.findByLoginBase(loginBase);
        if (site.isEmpty()) {
            errors.add(FieldError.invalid("site", "there is no site " + loginBase));
        }
        InvalidInput.throwIfAny(errors);
        Node node = saveUnlessTaken(new Node(site.orElseThrow(), new NodeName(name), clock.instant()));
        outbox.append(Topic.NODE, name);
        audit.record("node-added", "node", name, "of site " + loginBase);
        return node;
    }

    /** Two requests for one name can both see it free; the schema lets one of them through. */
    private Node saveUnlessTaken(Node node) {
        try {
            return nodes.save(node);
        } catch (DataIntegrityViolationException e) {
            throw new InvalidInput(List.of(taken(node.name().text())));
        }
    }

    private static FieldError taken(String name) {
        return FieldError.taken("name", "there is a node " + name + " already");
    }

    /** @throws NoSuchThing when there is none */
    @Transactional(readOnly = true)
    public Node get(String name) {
        return nodes.findByName(name).orElseThrow(() -> new NoSuchThing("node", name));
    }

    /** @throws Forbidden when the caller does not answer for the node's site */
    @Transactional(readOnly = true)
    public Node getFor(Caller caller, String name, String what) {
        Node node = get(name);
        caller.requireAnswersFor(node.site().loginBase(), what);
        return node;
    }

    /**
     * Locks a node until commit for one who looks after it.
     *
     * @param what is to be done, for the refusal: {@code drain it}
     * @param seen is told the version that is changed, and throws when it is not the one that the caller has seen
     * @throws NoSuchThing when there is none
     * @throws Forbidden when the caller is neither PI nor tech of the node's site, nor an admin
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Node lockFor(Caller caller, String name, String what, LongConsumer seen) {
        Node node = nodes.lockByName(name).orElseThrow(() -> new NoSuchThing("node", name));
        String site = node.site().loginBase();
        if (!caller.looksAfterNodesOf(site)) {
            throw new Forbidden(name + " is a node of " + site + ": only its PIs, its techs and admins may " + what);
        }
        seen.accept(node.version());
        return node;
    }

    /** To be called when somebody has changed a node that they hold the lock of. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void changed(Node node) {
        node.changed();
        outbox.append(Topic.NODE, node.name().text());
    }

    /**
     * Forgets a node that nothing is left of: one that was revoked or has never joined, and holds no sliver.
     *
     * @param seen is told the version that is changed, and throws when it is not the one that the caller has seen
     * @throws StateConflict when it still is a part of the testbed
     */
    @Transactional
    public void remove(Caller caller, String name, LongConsumer seen) {
        Node node = nodes.lockByName(name).orElseThrow(() -> new NoSuchThing("node", name));
        caller.requireAnswersFor(node.site().loginBase(), "remove its nodes");
        seen.accept(node.version());
        boolean neverJoined =
                node.state() == NodeState.ENROLLING && node.lastHeartbeat().isEmpty();
        if (node.state() != NodeState.REVOKED && !neverJoined) {
            throw new StateConflict(
                    "the node " + name + " is " + node.state() + "; revoke its certificate before it is removed");
        }
        try {
            nodes.delete(node);
            nodes.flush();
        } catch (DataIntegrityViolationException e) {
            // Slivers refer to it, which this package knows nothing of.
            throw new StateConflict("slices still have slivers on the node " + name + "; they must be detached first");
        }
        outbox.append(Topic.NODE, name);
        audit.record("node-removed", "node", name, "of site " + node.site().loginBase());
    }

    /** @return empty when the certificate was revoked after the stream was opened by it */
    @Transactional
    public Optional<Attachment> attach(Enrolment.Peer peer, HostFacts facts) {
        Node node = nodes.lock(peer.nodeId()).orElseThrow();
        // Asked again under the node's lock, which a revocation holds: a stream opened before it must not undo it.
        if (!enrolment.isValid(peer)) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        if (node.state() != NodeState.READY) {
            String name = node.name().text();
            audit.record(Actor.node(name), "node-connected", "node", name, "was " + node.state());
        }
        long epoch = node.attached(facts, now);
        outbox.append(Topic.NODE, node.name().text());
        return Optional.of(new Attachment(node.id(), node.name(), epoch));
    }
}
