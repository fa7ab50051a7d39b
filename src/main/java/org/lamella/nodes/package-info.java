/** The machines of the testbed: what they are, how they are enrolled, whether they are there. */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"accounts", "web :: listing"})
package org.lamella.nodes;
