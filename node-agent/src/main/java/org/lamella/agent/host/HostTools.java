package org.lamella.agent.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The programs of the host that contexts are built with. */
public final class HostTools {
    private static final List<String> PATH =
            List.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin");

    /** Where programs of the host are looked for, as it is put into an environment. */
    public static final String SEARCHED = String.join(":", PATH);

    /** Program, and the Debian package that has it. */
    private static final Map<String, String> NEEDED = new LinkedHashMap<>(Map.of(
            "catatonit", "catatonit",
            "conntrack", "conntrack",
            "mkfs.ext4", "e2fsprogs",
            "losetup", "mount",
            "ip", "iproute2",
            "tc", "iproute2",
            "nft", "nftables",
            "nsenter", "util-linux"));

    private HostTools() {}

    /**
     * @param runtime the program that builds contexts, whose package has the same name
     * @throws IOException with all that is missing, and how to get it
     */
    public static void require(String runtime) throws IOException {
        Map<String, String> needed = new LinkedHashMap<>(NEEDED);
        needed.put(runtime, runtime);
        List<String> missing =
                needed.keySet().stream().filter(tool -> !exists(tool)).sorted().toList();
        if (!missing.isEmpty()) {
            throw new IOException("this host has no " + String.join(", ", missing) + ": apt-get install "
                    + String.join(
                            " ", missing.stream().map(needed::get).distinct().toList()));
        }
    }

    /** Whether the host has such a program where programs are looked for. */
    public static boolean exists(String tool) {
        return PATH.stream().map(folder -> Path.of(folder, tool)).anyMatch(Files::isExecutable);
    }
}
