package org.lamella.slivers;

/**
 * What its owner wants of one sliver beside its goal, and what was seen of that.
 *
 * @param halted whether its owner has stopped it: it stays so when its slice is resumed
 * @param frozenWanted whether its processes are to stand still
 * @param frozen whether they stood still when it was last seen
 * @param restarts how often it was wanted restarted
 * @param resets how often it was wanted reset
 * @param incarnation another one after each rebuild: it tells the disk
 */
record SliverLifeView(
        boolean halted, boolean frozenWanted, boolean frozen, long restarts, long resets, long incarnation) {
    static SliverLifeView of(Sliver sliver) {
        return new SliverLifeView(
                sliver.isHalted(),
                sliver.isFrozenWanted(),
                sliver.isFrozen(),
                sliver.restarts(),
                sliver.resets(),
                sliver.incarnation());
    }
}
