/** The trail of who changed what: written with each change, sealed in a chain, searched, verified. */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"access", "outbox", "web", "web :: listing"})
package org.lamella.audit;
