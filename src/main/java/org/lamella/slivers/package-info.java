/** Slices on nodes: what is wanted, what was seen, and the plan that each node is sent. */
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {
            "accounts",
            "slices",
            "nodes",
            "images",
            "reservations",
            "shares",
            "usage",
            "web :: listing"
        })
package org.lamella.slivers;
