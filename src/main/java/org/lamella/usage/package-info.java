/** What slivers got of their nodes in each window of five minutes, and so which slices are active and live where. */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"accounts", "slices", "nodes", "web :: listing"})
package org.lamella.usage;
