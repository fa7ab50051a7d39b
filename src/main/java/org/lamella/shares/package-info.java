/** The shares by which slivers split what nobody has reserved, and the ceilings and limits above which they never get. */
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {"accounts", "quotas", "slices", "nodes", "reservations"})
package org.lamella.shares;
