package org.lamella.agent.ssh;

import java.security.PublicKey;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.lamella.agent.plan.Admission;
import org.lamella.agent.plan.Goal;
import org.lamella.agent.plan.NodePlan;
import org.lamella.agent.plan.SliverPlan;

/**
 * Whose key opens which sliver, by a plan. Keys are compared as they are sent, so none of the plan's needs to be understood here,
 * and one that is damaged opens nothing and harms nobody.
 */
final class Keyring {
    static final Keyring EMPTY = new Keyring(NodePlan.NONE);

    private final Map<String, Map<String, String>> accountsByKey = new HashMap<>();
    private final Set<String> running;
    private final long generation;

    Keyring(NodePlan plan) {
        this.generation = plan.generation();
        this.running = plan.slivers().stream()
                .filter(sliver -> sliver.goal() == Goal.RUNNING)
                .map(SliverPlan::slice)
                .collect(Collectors.toSet());
        Admission admission = plan.admission();
        for (SliverPlan sliver : plan.slivers()) {
            Map<String, String> keys = new HashMap<>();
            admission.members().getOrDefault(sliver.slice(), List.of()).stream()
                    .map(admission.people()::get)
                    .forEach(person -> person.keys().forEach(key -> keys.putIfAbsent(key, person.account())));
            accountsByKey.put(sliver.slice(), keys);
        }
    }

    /** Plans of one node with the same number are the same. */
    boolean isOf(NodePlan other) {
        return generation == other.generation();
    }

    /** @return whose key it is, when it opens the sliver */
    Optional<String> account(String slice, String key) {
        return Optional.ofNullable(accountsByKey.getOrDefault(slice, Map.of()).get(key));
    }

    boolean wantsRunning(String slice) {
        return running.contains(slice);
    }

    /** As keys are in a plan. */
    static String text(PublicKey key) {
        ByteArrayBuffer buffer = new ByteArrayBuffer();
        buffer.putRawPublicKey(key);
        return Base64.getEncoder().encodeToString(buffer.getCompactData());
    }
}
