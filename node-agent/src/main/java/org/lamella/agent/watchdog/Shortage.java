package org.lamella.agent.watchdog;

/** How near the node is to having no memory left, the least first. */
enum Shortage {
    NONE,
    /** Worth a line in the log. */
    NEAR,
    /** A sliver has to be reset. */
    SHORT,
    /** One after the other would take too long. */
    EXTREME
}
