/**
 * What each sliver got of the node, in windows of five minutes that are the same on all nodes. They are made here and kept until
 * the control plane has them.
 */
package org.lamella.agent.usage;
