package org.lamella.agent.runtime;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.lamella.agent.storage.ImageIds;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a runtime must know to build one context.
 *
 * @param networkScript a shell script that the runtime runs outside, when it has made the context's namespaces
 * @param cgroupPath below the root of every cgroup hierarchy, absolute
 * @param openFilesLimit the most open files that a process of the context may have
 * @param initscript a program of the host's that is run inside at the start
 */
public record ContextSpec(
        String hostname,
        Path rootfs,
        String cgroupPath,
        Path networkScript,
        long openFilesLimit,
        Optional<Path> initscript) {
    private static final Path INIT = Path.of("/usr/bin/catatonit");
    private static final String INIT_INSIDE = "/dev/init";
    private static final String INITSCRIPT_INSIDE = "/dev/initscript";
    /**
     * Is there when the initscript has failed. It is looked at from outside, but never opened: what lies there is the
     * sliver's to choose, and opening a pipe would wait for its other end.
     */
    public static final String INITSCRIPT_FAILED = "/dev/initscript.failed";

    /**
     * Run by the init, not by the agent, so that no kill of the agent can come between a start and its script. It stays when
     * the script has ended: when the init's child ends, so does the context.
     */
    private static final String START = "mkdir -p /var/log; " + INITSCRIPT_INSIDE
            + " </dev/null >/var/log/initscript.log 2>&1 || : >" + INITSCRIPT_FAILED
            + "; while :; do sleep 86400; done";

    private static final long OPEN_FILES_SOFT = 1024;
    private static final int HOOK_SECONDS = 10;
    private static final List<String> ENVIRONMENT =
            List.of("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");

    /** Docker's default set: root inside may administer what is inside, and nothing that is the node's. */
    private static final Set<String> CAPABILITIES = Set.of(
            "CAP_AUDIT_WRITE",
            "CAP_CHOWN",
            "CAP_DAC_OVERRIDE",
            "CAP_FOWNER",
            "CAP_FSETID",
            "CAP_KILL",
            "CAP_MKNOD",
            "CAP_NET_BIND_SERVICE",
            "CAP_NET_RAW",
            "CAP_SETFCAP",
            "CAP_SETGID",
            "CAP_SETPCAP",
            "CAP_SETUID",
            "CAP_SYS_CHROOT");

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

    private static final List<String> READ_ONLY =
            List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

    /** @return the bundle's {@code config.json} */
    public String toJson() {
        return JsonMapper.shared().writeValueAsString(config());
    }

    OciConfig config() {
        return new OciConfig(
                "1.0.2", process(), new OciConfig.Root(rootfs.toString()), hostname, mounts(), hooks(), linux());
    }

    private OciConfig.Init process() {
        Map<String, Set<String>> capabilities = new TreeMap<>();
        for (String set : List.of("bounding", "effective", "permitted")) {
            capabilities.put(set, CAPABILITIES);
        }
        return new OciConfig.Init(
                new OciConfig.User(0, 0),
                initscript.isEmpty() ? List.of(INIT_INSIDE, "-P") : List.of(INIT_INSIDE, "--", "/bin/sh", "-c", START),
                ENVIRONMENT,
                "/",
                capabilities,
                List.of(new OciConfig.Limit(
                        "RLIMIT_NOFILE", openFilesLimit, Math.min(OPEN_FILES_SOFT, openFilesLimit))));
    }

    /** The first process comes from the host, so that it is there whatever the image holds, and leaves no trace in the disk. */
    private List<OciConfig.Mount> mounts() {
        Stream<OciConfig.Mount> script = initscript.stream()
                .map(path -> mount(INITSCRIPT_INSIDE, "bind", path.toString(), "bind", "ro", "nosuid", "nodev"));
        return Stream.concat(
                        Stream.of(
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
                                        "size=65536k"),
                                mount("/dev/mqueue", "mqueue", "mqueue", "nosuid", "noexec", "nodev"),
                                mount("/sys", "sysfs", "sysfs", "nosuid", "noexec", "nodev", "ro"),
                                mount(INIT_INSIDE, "bind", INIT.toString(), "bind", "ro", "nosuid", "nodev")),
                        script)
                .toList();
    }

    private static OciConfig.Mount mount(String destination, String type, String source, String... options) {
        return new OciConfig.Mount(destination, type, source, List.of(options));
    }

    private OciConfig.Hooks hooks() {
        return new OciConfig.Hooks(List.of(
                new OciConfig.Hook("/bin/sh", List.of("sh", networkScript.toString()), ENVIRONMENT, HOOK_SECONDS)));
    }

    private OciConfig.Linux linux() {
        List<OciConfig.Mapping> shift = List.of(new OciConfig.Mapping(0, ImageIds.SHIFT, ImageIds.COUNT));
        return new OciConfig.Linux(
                cgroupPath,
                shift,
                shift,
                Stream.of("user", "pid", "mount", "ipc", "uts", "network", "cgroup")
                        .map(OciConfig.Namespace::new)
                        .toList(),
                MASKED,
                READ_ONLY,
                new OciConfig.Resources(List.of(new OciConfig.DeviceRule(false, "rwm"))),
                SystemCallFilter.forThisMachine());
    }
}
