/** All processes of all slivers, to look at: nothing here can touch one. */
package org.lamella.agent.spectator;
