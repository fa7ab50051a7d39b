/** Slices: their names, who has them, what is wanted of them, their lives from the request to the end. */
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {"accounts", "quotas", "images", "web :: listing"})
package org.lamella.slices;
