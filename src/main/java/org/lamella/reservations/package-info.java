/** The ledger of what nodes have promised to slices, and who is admitted to it. */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"accounts", "slices", "nodes", "quotas"})
package org.lamella.reservations;
