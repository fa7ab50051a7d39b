package org.lamella.agent.host;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The kernel's loop devices: files that are used as disks (loop(4)). */
public final class LoopDevices {
    private static final Path BLOCK = Path.of("/sys/block");
    private static final Path DEVICES = Path.of("/dev");
    private static final Path CONTROL = DEVICES.resolve("loop-control");
    // linux/loop.h, the same on every architecture.
    private static final long LOOP_CTL_GET_FREE = 0x4C82;
    private static final long LOOP_CONFIGURE = 0x4C0A;
    private static final int CONFIG_BYTES = 304;
    private static final int CONFIG_FILE = 0;
    private static final int CONFIG_FLAGS = 60;
    private static final int LO_FLAGS_AUTOCLEAR = 4;
    private static final int LO_FLAGS_DIRECT_IO = 16;
    /** So often in a row others who look for a free device at the same time may be faster. */
    private static final int TRIES = 100;

    private LoopDevices() {}

    /**
     * Mounts the file system in a file. Its device goes with the last mount of it, however that ends; a kill before the mount
     * leaves none.
     *
     * <p>The device goes past the host's cache, where the file system below can do that: what is in there is cached above it already, and through two caches it
     * would reach the disk in nobody's name, whenever the kernel sees fit, so that no weight of a group on that disk would mean anything.
     *
     * @param options of that type of file system
     */
    public static void mount(Posix posix, Path file, Path target, String type, String options) throws IOException {
        Optional<Path> used = of(file);
        if (used.isPresent()) {
            // By a second device it would be two file systems that know nothing of each other.
            posix.mountDevice(used.get(), target, type, options);
            return;
        }
        for (int tries = 0; tries < TRIES; tries++) {
            Path device = DEVICES.resolve("loop" + free(posix));
            int fd = posix.openDevice(device);
            try {
                if (attach(posix, fd, file)) {
                    posix.mountDevice(device, target, type, options);
                    return;
                }
            } finally {
                posix.close(fd);
            }
        }
        throw new IOException("no loop device was free long enough for " + file);
    }

    private static int free(Posix posix) throws IOException {
        int control = posix.openDevice(CONTROL);
        try {
            int number = posix.control(control, LOOP_CTL_GET_FREE, 0, none -> {}, CONTROL);
            if (number < 0) {
                throw new IOException("no loop device is free");
            }
            return number;
        } finally {
            posix.close(control);
        }
    }

    /** @return false when somebody else was faster */
    private static boolean attach(Posix posix, int device, Path file) throws IOException {
        int backing = posix.openDevice(file);
        try {
            return posix.control(
                            device,
                            LOOP_CONFIGURE,
                            CONFIG_BYTES,
                            config -> {
                                config.putInt(CONFIG_FILE, backing);
                                config.putInt(CONFIG_FLAGS, LO_FLAGS_AUTOCLEAR | LO_FLAGS_DIRECT_IO);
                            },
                            file)
                    >= 0;
        } finally {
            posix.close(backing);
        }
    }

    /** @return {@code /dev/loopN} of the device that a file backs; empty when none does, so that nothing has it mounted */
    public static Optional<Path> of(Path file) throws IOException {
        String wanted = file.toString();
        try (DirectoryStream<Path> devices = Files.newDirectoryStream(BLOCK, "loop*")) {
            for (Path device : devices) {
                if (backing(device).equals(wanted)) {
                    return Optional.of(DEVICES.resolve(device.getFileName()));
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
