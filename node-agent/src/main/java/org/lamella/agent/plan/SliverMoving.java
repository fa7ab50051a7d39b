package org.lamella.agent.plan;

/**
 * What is wanted of a sliver that moves from one node to another.
 *
 * @param sendAs the transfer by which this node is to send the sliver's disk, once it is stopped; 0: none
 * @param broughtBy the transfer by which its disk came here: one that is not here is then never replaced by a blank one; 0: none
 */
public record SliverMoving(long sendAs, long broughtBy) {
    public static final SliverMoving NOT = new SliverMoving(0, 0);

    public boolean isBrought() {
        return broughtBy != 0;
    }
}
