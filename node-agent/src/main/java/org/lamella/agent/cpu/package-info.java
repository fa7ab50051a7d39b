/**
 * Who gets how much of the node's CPU time (§3.2.1 of the VServer paper): {@link org.lamella.agent.cpu.CpuAllocator} says what
 * is right, the kernel's weights give it at once and roughly, {@link org.lamella.agent.cpu.CpuTrim} makes it exact.
 */
package org.lamella.agent.cpu;
