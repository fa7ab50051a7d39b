package org.lamella.agent.runtime;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a context sees beside its own files, and what of it it does not see or cannot change. All of it comes from the node. */
final class ContextMounts {
    private static final Path PROCESSORS = Path.of("/sys/devices/system/cpu");

    /** Docker's and runc's, without those of processors. */
    private static final List<String> MASKED = List.of(
            "/proc/acpi",
            "/proc/asound",
            "/proc/interrupts",
            "/proc/kcore",
            "/proc/keys",
            "/proc/latency_stats",
            "/proc/sched_debug",
            "/proc/scsi",
            "/proc/timer_list",
            "/proc/timer_stats",
            "/sys/devices/virtual/powercap",
            "/sys/firmware");

    static final List<String> READ_ONLY =
            List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

    private ContextMounts() {}

    /** @param sharedMemoryBytes the size of {@code /dev/shm} */
    static List<OciConfig.Mount> usual(long sharedMemoryBytes) {
        return List.of(
                mount("/proc", "proc", "proc", "nosuid", "noexec", "nodev"),
                mount("/dev", "tmpfs", "tmpfs", "nosuid", "strictatime", "mode=755", "size=65536k"),
                mount(
                        "/dev/pts",
                        "devpts",
                        "devpts",
                        "nosuid",
                        "noexec",
                        "newinstance",
                        "ptmxmode=0666",
                        "mode=0620",
                        "gid=5"),
                mount(
                        "/dev/shm",
                        "tmpfs",
                        "shm",
                        "nosuid",
                        "noexec",
                        "nodev",
                        "mode=1777",
                        "size=" + sharedMemoryBytes),
                mount("/dev/mqueue", "mqueue", "mqueue", "nosuid", "noexec", "nodev"),
                mount("/sys", "sysfs", "sysfs", "nosuid", "noexec", "nodev", "ro"));
    }

    /** A file of the node's, for the context to read or run. */
    static OciConfig.Mount readOnly(Path file, String inside) {
        return mount(inside, "bind", file.toString(), "bind", "ro", "nosuid", "nodev");
    }

    private static OciConfig.Mount mount(String destination, String type, String source, String... options) {
        return new OciConfig.Mount(destination, type, source, List.of(options));
    }

    /** How often a processor was slowed down by heat tells what others compute. */
    static List<String> masked() {
        List<String> all = new ArrayList<>(MASKED);
        try (DirectoryStream<Path> processors = Files.newDirectoryStream(PROCESSORS, "cpu[0-9]*")) {
            for (Path processor : processors) {
                Path throttle = processor.resolve("thermal_throttle");
                if (Files.exists(throttle)) {
                    all.add(throttle.toString());
                }
            }
        } catch (IOException e) {
            // A kernel that does not list its processors does not tell how hot they are either.
            return MASKED;
        }
        return all;
    }
}
