package org.lamella.agent.plan;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Who may log in to which slivers of the node. Each person is in it once, whatever the number of their slices.
 *
 * @param people whose number is their place in the list
 * @param members by the slice's name on the node: the numbers of those who may log in
 */
public record Admission(List<Person> people, Map<String, List<Integer>> members) {
    public static final Admission NOBODY = new Admission(List.of(), Map.of());

    /**
     * Somebody with their keys.
     *
     * @param account as the control plane names it
     * @param keys in Base64, as they are sent in SSH's own protocol (RFC 4253 §6.6)
     */
    public record Person(String account, List<String> keys) {
        public Person {
            Objects.requireNonNull(account);
            keys = List.copyOf(keys);
        }
    }

    public Admission {
        people = List.copyOf(people);
        members = members.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> List.copyOf(entry.getValue())));
    }
}
