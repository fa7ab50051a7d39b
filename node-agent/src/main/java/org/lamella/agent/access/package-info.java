/** Sessions: processes that people start inside slivers, and what flows between them and the one who asked. */
package org.lamella.agent.access;
