package org.lamella.agent.runtime;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A bundle's {@code config.json}, as far as the agent uses it (OCI runtime specification 1.0.2; the names are its own).
 */
record OciConfig(
        String ociVersion, Init process, Root root, String hostname, List<Mount> mounts, Hooks hooks, Linux linux) {
    record Init(
            User user,
            List<String> args,
            List<String> env,
            String cwd,
            Map<String, Set<String>> capabilities,
            List<Limit> rlimits) {}

    record User(int uid, int gid) {}

    record Limit(String type, long hard, long soft) {}

    record Root(String path) {}

    record Mount(String destination, String type, String source, List<String> options) {}

    record Hooks(List<Hook> createRuntime) {}

    /** @param timeout in seconds */
    record Hook(String path, List<String> args, List<String> env, int timeout) {}

    record Linux(
            String cgroupsPath,
            List<Mapping> uidMappings,
            List<Mapping> gidMappings,
            List<Namespace> namespaces,
            List<String> maskedPaths,
            List<String> readonlyPaths,
            Resources resources,
            Seccomp seccomp) {}

    record Mapping(int containerID, int hostID, int size) {}

    record Namespace(String type) {}

    record Resources(List<DeviceRule> devices) {}

    record Seccomp(String defaultAction, List<String> architectures, List<SystemCalls> syscalls) {}

    record SystemCalls(List<String> names, String action, int errnoRet) {}

    record DeviceRule(boolean allow, String access) {}
}
