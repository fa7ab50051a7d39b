package org.lamella.slivers;

/** What a stream that asks for its node's plan is told. */
public sealed interface PlanAnswer {
    record Current(NodePlan plan) implements PlanAnswer {}

    /** Why there is none for it. */
    enum Refusal implements PlanAnswer {
        /** The node's certificates are void. */
        REVOKED,
        /** The node has opened a newer stream, or was called silent: what comes by this one is not believed either. */
        OUTDATED
    }
}
