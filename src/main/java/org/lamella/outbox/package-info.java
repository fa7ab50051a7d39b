/** Tells every replica, after commit, what has changed: the outbox table, its one tail per replica, its listeners. */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"database"})
package org.lamella.outbox;
