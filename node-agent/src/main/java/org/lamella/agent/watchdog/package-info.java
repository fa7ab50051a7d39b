/**
 * What the node does when its memory runs out (§3.2.3 of the VServer paper): memory is overbooked, so now and then a sliver is
 * reset, the largest of those that use more than they are guaranteed. {@link org.lamella.agent.watchdog.Judge} says which, and
 * {@link org.lamella.agent.watchdog.ResetBook} keeps what happened until the control plane has it.
 */
package org.lamella.agent.watchdog;
