/** Mail that goes out: queued with the change that it tells of, delivered by SMTP, or kept where there is no server. */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"access", "outbox", "web", "web :: listing"})
package org.lamella.mail;
