/** People, sites, and the ways to sign in. */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"web :: listing"})
package org.lamella.accounts;
