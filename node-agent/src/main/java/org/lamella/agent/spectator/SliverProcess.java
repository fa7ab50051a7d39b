package org.lamella.agent.spectator;

import java.time.Duration;
import java.time.Instant;

/**
 * One process of a sliver as it was at one moment.
 *
 * @param slice as it is called on the node
 * @param pid the node's number of it
 * @param pidInside the sliver's own number of it
 * @param uidInside the number of its user inside the sliver
 * @param state the kernel's letter, as proc(5) has it
 * @param cpuTime of all its threads, in user and kernel mode
 * @param memoryBytes what of it is in memory
 * @param command what it was called with, printable and cut short; its name in brackets where it keeps none
 */
public record SliverProcess(
        String slice,
        long pid,
        long pidInside,
        int uidInside,
        char state,
        Duration cpuTime,
        long memoryBytes,
        Instant started,
        String command) {}
