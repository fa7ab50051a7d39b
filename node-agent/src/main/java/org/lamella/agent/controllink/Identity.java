package org.lamella.agent.controllink;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * Who this node is to its control plane.
 *
 * @param key the private key of the first certificate of the chain
 * @param chain leaf first, the control plane's CA last
 * @param node the node's name
 * @param controlPlane where it was enrolled
 * @param authority the pinned CA, which is the last of the chain
 */
public record Identity(
        PrivateKey key, List<X509Certificate> chain, String node, HostPort controlPlane, Fingerprint authority) {
    public Identity {
        Objects.requireNonNull(key);
        Objects.requireNonNull(controlPlane);
        chain = List.copyOf(chain);
        if (node.isBlank()) {
            throw new IllegalArgumentException("an identity without a node's name");
        }
        if (chain.size() < 2) {
            throw new IllegalArgumentException("a chain of " + chain.size() + " certificates; leaf and CA are needed");
        }
        Fingerprint last = Fingerprint.of(chain.getLast());
        if (!last.equals(authority)) {
            throw new IllegalArgumentException(
                    "the chain ends in a CA with fingerprint " + last + ", the pinned one is " + authority);
        }
        if (!NodeKey.match(key, chain.getFirst().getPublicKey())) {
            throw new IllegalArgumentException("the certificate was issued for another key");
        }
    }

    X509Certificate certificate() {
        return chain.getFirst();
    }

    Instant ends() {
        return certificate().getNotAfter().toInstant();
    }

    /** When two thirds of the certificate's life are over. */
    Instant renewFrom() {
        Instant begins = certificate().getNotBefore().toInstant();
        Duration life = Duration.between(begins, ends());
        return begins.plus(life.multipliedBy(2).dividedBy(3));
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "identity of " + node + " at " + controlPlane + ", ends " + ends();
    }
}
