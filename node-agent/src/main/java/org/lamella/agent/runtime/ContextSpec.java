package org.lamella.agent.runtime;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.lamella.agent.storage.ImageIds;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a runtime must know to build one context.
 *
 * @param networkScript a shell script that the runtime runs outside, when it has made the context's namespaces
 * @param cgroupPath below the root of every cgroup hierarchy, absolute
 * @param capabilities what its root may do at most
 * @param overProc files of the host's, by their places there, that are to be seen in the place of the kernel's
 * @param initscript a program of the host's that is run inside at the start
 * @param programs a folder of the host's, see {@link HostPrograms}
 */
public record ContextSpec(
        String hostname,
        Path rootfs,
        String cgroupPath,
        Path networkScript,
        Set<String> capabilities,
        ProcessBounds bounds,
        Map<Path, String> overProc,
        Optional<Path> initscript,
        Path programs) {
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

    private static final int HOOK_SECONDS = 10;
    private static final List<String> ENVIRONMENT =
            List.of("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");

    /** @return the bundle's {@code config.json} */
    public String toJson() {
        return JsonMapper.shared().writeValueAsString(config());
    }

    OciConfig config() {
        return new OciConfig(
                "1.0.2", process(), new OciConfig.Root(rootfs.toString()), hostname, mounts(), hooks(), linux());
    }

    private OciConfig.Init process() {
        return new OciConfig.Init(
                new OciConfig.User(0, 0),
                initscript.isEmpty() ? List.of(INIT_INSIDE, "-P") : List.of(INIT_INSIDE, "--", "/bin/sh", "-c", START),
                ENVIRONMENT,
                "/",
                Capabilities.sets(capabilities),
                bounds.limits());
    }

    /** The first process comes from the host, so that it is there whatever the image holds, and leaves no trace in the disk. */
    private List<OciConfig.Mount> mounts() {
        List<OciConfig.Mount> all = new ArrayList<>(ContextMounts.usual(bounds.sharedMemoryBytes()));
        all.add(ContextMounts.readOnly(INIT, INIT_INSIDE));
        all.add(ContextMounts.readOnly(programs, HostPrograms.INSIDE));
        overProc.forEach((file, inside) -> all.add(ContextMounts.readOnly(file, inside)));
        initscript.ifPresent(path -> all.add(ContextMounts.readOnly(path, INITSCRIPT_INSIDE)));
        return all;
    }

    private OciConfig.Hooks hooks() {
        return new OciConfig.Hooks(
                List.of(hook("sh", networkScript.toString()), hook("sh", "-c", bounds.sharedMemoryScript())));
    }

    private static OciConfig.Hook hook(String... shell) {
        return new OciConfig.Hook("/bin/sh", List.of(shell), ENVIRONMENT, HOOK_SECONDS);
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
                ContextMounts.masked(),
                ContextMounts.READ_ONLY,
                new OciConfig.Resources(List.of(new OciConfig.DeviceRule(false, "rwm"))),
                SystemCallFilter.forThisMachine(capabilities));
    }
}
