package org.lamella.agent.cpu;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Some of the node's cores, by the kernel's numbers of them. One is what the kernel schedules on: where two threads share the
 * works of a core, each counts.
 */
record Cores(SortedSet<Integer> numbers) {
    static final Cores NONE = new Cores(new TreeSet<>());

    private static final Pattern RANGE = Pattern.compile("([0-9]{1,6})(?:-([0-9]{1,6}))?");

    Cores {
        numbers = Collections.unmodifiableSortedSet(new TreeSet<>(numbers));
    }

    static Cores of(Collection<Integer> numbers) {
        return new Cores(new TreeSet<>(numbers));
    }

    /**
     * @param list as the kernel writes it, such as {@code 0-1,4}; blank: none
     * @throws IllegalArgumentException when it is no such list
     */
    static Cores parse(String list) {
        if (list.isBlank()) {
            return NONE;
        }
        SortedSet<Integer> numbers = new TreeSet<>();
        for (String part : list.strip().split(",", -1)) {
            Matcher range = RANGE.matcher(part);
            if (!range.matches()) {
                throw new IllegalArgumentException("'" + list + "' is no list of cores");
            }
            int first = Integer.parseInt(range.group(1));
            int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
            for (int number = first; number <= last; number++) {
                numbers.add(number);
            }
        }
        return new Cores(numbers);
    }

    int count() {
        return numbers.size();
    }

    boolean isEmpty() {
        return numbers.isEmpty();
    }

    /** The lowest of them. */
    Cores lowest(int count) {
        return of(numbers.stream().limit(count).toList());
    }

    Cores and(Cores others) {
        SortedSet<Integer> both = new TreeSet<>(numbers);
        both.addAll(others.numbers);
        return new Cores(both);
    }

    Cores without(Cores others) {
        SortedSet<Integer> rest = new TreeSet<>(numbers);
        rest.removeAll(others.numbers);
        return new Cores(rest);
    }

    Cores alsoIn(Cores others) {
        SortedSet<Integer> common = new TreeSet<>(numbers);
        common.retainAll(others.numbers);
        return new Cores(common);
    }

    /** As the kernel writes it: {@code 0-1,4}. */
    @Override
    public String toString() {
        StringJoiner list = new StringJoiner(",");
        int first = -1;
        for (int number : numbers) {
            first = numbers.contains(number - 1) ? first : number;
            if (!numbers.contains(number + 1)) {
                list.add(first == number ? String.valueOf(number) : first + "-" + number);
            }
        }
        return list.toString();
    }
}
