package org.lamella.slivers;

import java.util.List;

/**
 * Who may log in to which slivers of a node. Everybody is in it once, however many slices they are a member of, so that a plan
 * does not grow by slices times members.
 *
 * @param people whose number is their place in the list
 */
public record Admission(List<Person> people, List<Members> slices) {
    /**
     * Somebody who has a key.
     *
     * @param account the mail address
     * @param keys each as it is sent in SSH's own protocol (RFC 4253 §6.6)
     */
    public record Person(String account, List<byte[]> keys) {
        public Person {
            keys = List.copyOf(keys);
        }
    }

    /**
     * Those who may log in to a slice's sliver.
     *
     * @param people their numbers
     */
    public record Members(String slice, List<Integer> people) {
        public Members {
            people = List.copyOf(people);
        }
    }

    public Admission {
        people = List.copyOf(people);
        slices = List.copyOf(slices);
    }
}
