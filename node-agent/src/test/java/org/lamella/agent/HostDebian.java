package org.lamella.agent;

import java.io.IOException;
import java.nio.file.Path;
import org.lamella.agent.plan.ImageKind;
import org.lamella.agent.plan.ImagePlan;

/** An image of a minimal Debian, made of this host's own packages. */
final class HostDebian {
    private HostDebian() {}

    /** @param file where its tar goes */
    static ImagePlan writtenTo(Path file) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("src/test/sh/host-debian.sh", file.toString())
                .inheritIO()
                .start();
        if (process.waitFor() != 0) {
            throw new IOException("host-debian.sh failed with " + process.exitValue());
        }
        return new ImagePlan("host-debian", ImageKind.TAR, file.toString());
    }
}
