/** What a sliver's files start from. */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"accounts", "web :: listing"})
package org.lamella.images;
