/** The door by which people come to their slivers with ssh, scp and sftp. */
package org.lamella.agent.ssh;
