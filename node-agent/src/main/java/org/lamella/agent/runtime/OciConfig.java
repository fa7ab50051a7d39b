package org.lamella.agent.runtime;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
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

    /** @param defaultErrnoRet what a call that no rule names ends with */
    record Seccomp(String defaultAction, int defaultErrnoRet, List<String> architectures, List<SystemCalls> syscalls) {}

    /** @param errnoRet left out where the calls are allowed: crun takes none there */
    record SystemCalls(
            List<String> names,
            String action,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) OptionalInt errnoRet,
            List<Condition> args) {
        SystemCalls(List<String> names, String action, List<Condition> args) {
            this(names, action, OptionalInt.empty(), args);
        }

        SystemCalls(List<String> names, String action, int errnoRet) {
            this(names, action, OptionalInt.of(errnoRet), List.of());
        }
    }

    /** What one argument of a call must be, by its place from 0. */
    record Condition(int index, long value, long valueTwo, String op) {
        static Condition is(int index, long value) {
            return new Condition(index, value, 0, "SCMP_CMP_EQ");
        }

        /** None of the bits of a mask may be set. */
        static Condition noneOf(int index, long mask) {
            return new Condition(index, mask, 0, "SCMP_CMP_MASKED_EQ");
        }
    }

    record DeviceRule(boolean allow, String access) {}
}
