package org.lamella.agent.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this process may do as root: not everything in some containers and sandboxes. */
public final class Capabilities {
    private static final int CAP_SYS_RESOURCE = 24;
    private static final String EFFECTIVE = "CapEff:";
    private static final int HEXADECIMAL = 16;

    private Capabilities() {}

    /** Whether the kernel lets this process grow an ext4 that is mounted. */
    public static boolean mayGrowMountedExt4() throws IOException {
        return effective(CAP_SYS_RESOURCE);
    }

    private static boolean effective(int capability) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith(EFFECTIVE)) {
                long set = Long.parseUnsignedLong(
                        line.substring(EFFECTIVE.length()).strip(), HEXADECIMAL);
                return (set >> capability & 1) == 1;
            }
        }
        return false;
    }
}
