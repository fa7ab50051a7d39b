/** The agents' streams: the only place that knows protobuf. */
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {"protocol", "slivers", "nodes", "slices", "images", "usage"})
package org.lamella.agentlink;
