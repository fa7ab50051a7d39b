package org.lamella.agent.host;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The kernel's loop devices: files that are used as disks. */
public final class LoopDevices {
    private static final Path BLOCK = Path.of("/sys/block");

    private LoopDevices() {}

    /** @return {@code /dev/loopN} of the device that a file backs; empty when none does, so that nothing has it mounted */
    public static Optional<Path> of(Path file) throws IOException {
        String wanted = file.toString();
        try (DirectoryStream<Path> devices = Files.newDirectoryStream(BLOCK, "loop*")) {
            for (Path device : devices) {
                if (backing(device).equals(wanted)) {
                    return Optional.of(Path.of("/dev").resolve(device.getFileName()));
                }
            }
        }
        return Optional.empty();
    }

    /** Empty for a device that is free, or becomes so while it is asked. */
    private static String backing(Path device) {
        try {
            String file = Files.readString(device.resolve("loop/backing_file"));
            return file.substring(0, file.length() - 1);
        } catch (IOException e) {
            return "";
        }
    }
}
