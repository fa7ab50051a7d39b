/**
 * Who gets how much of the node's uplink (§3.2.2 of the VServer paper): {@link org.lamella.agent.traffic.TrafficTree} says which classes
 * of the kernel's token buckets (HTB) there must be, the rest brings them about and counts what passes.
 *
 * <p>What slivers send is queued at the uplink. What comes for them cannot be: there it still has the node's address. So it is led,
 * once the kernel knows whom it is for, from the node's end of each link through one device of ours, where the same classes are.
 */
package org.lamella.agent.traffic;
