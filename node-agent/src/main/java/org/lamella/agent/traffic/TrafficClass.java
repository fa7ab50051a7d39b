package org.lamella.agent.traffic;

/**
 * One class of a tree of token buckets.
 *
 * @param number the lower half of its id, 1 to 0xffff
 * @param parent the number of the class that it borrows from; 0: it is at the top
 * @param rate bits a second that it has in any case
 * @param ceiling bits a second that it gets at most
 * @param quantum bytes that it may send in a turn, when it borrows
 * @param queue bytes that may wait in it; 0: it has classes under it, in which they wait
 */
record TrafficClass(int number, int parent, long rate, long ceiling, int quantum, int queue) {}
