/** What every page and endpoint shares: the security chain, errors in words, the page frame, live updates. */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"access", "outbox", "secrets"})
package org.lamella.web;
