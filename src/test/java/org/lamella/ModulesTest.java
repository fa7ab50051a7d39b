package org.lamella;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

/** The arrows between packages are those that each package's {@code package-info} allows, and no cycle is among them. */
class ModulesTest {
    @Test
    void dependOnlyOnWhatTheirPackageInfoAllows() {
        ApplicationModules.of(ControlPlane.class).verify();
    }
}
