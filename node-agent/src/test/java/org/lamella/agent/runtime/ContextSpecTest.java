package org.lamella.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ContextSpecTest {
    private static final ContextSpec SPEC = new ContextSpec(
            "demo-a",
            Path.of("/run/rootfs/demo_a"),
            "/lamella/demo_a",
            Path.of("/run/network.sh"),
            Capabilities.of(List.of()),
            new ProcessBounds(20_000, 1 << 20, 1 << 26),
            Map.of(),
            Optional.empty(),
            Path.of("/programs"));

    private static final String[] MAINTENANCE = {
        "add_key",
        "bpf",
        "clone",
        "clone3",
        "delete_module",
        "finit_module",
        "fsopen",
        "init_module",
        "io_uring_setup",
        "ioperm",
        "iopl",
        "kcmp",
        "kexec_file_load",
        "kexec_load",
        "keyctl",
        "mount",
        "mount_setattr",
        "move_mount",
        "open_by_handle_at",
        "open_tree",
        "perf_event_open",
        "personality",
        "pivot_root",
        "quotactl",
        "reboot",
        "request_key",
        "setns",
        "settimeofday",
        "socket",
        "swapon",
        "syslog",
        "umount2",
        "unshare",
        "userfaultfd"
    };

    private final JsonNode config = JsonMapper.shared().readTree(SPEC.toJson());

    private List<String> strings(String pointer) {
        return config.at(pointer).valueStream().map(JsonNode::asString).toList();
    }

    @Test
    void isolatesEverythingThereIsANamespaceFor() {
        assertThat(config.at("/linux/namespaces")
                        .valueStream()
                        .map(space -> space.at("/type").asString()))
                .containsExactlyInAnyOrder("user", "pid", "mount", "ipc", "uts", "network", "cgroup");
        // With a path, the context would join a namespace instead of getting one.
        assertThat(config.at("/linux/namespaces").valueStream()).noneMatch(space -> space.has("path"));
    }

    @Test
    void makesRootInsideNobodyOutside() {
        for (String mappings : List.of("/linux/uidMappings", "/linux/gidMappings")) {
            assertThat(config.at(mappings)).hasSize(1);
            assertThat(config.at(mappings + "/0/containerID").asInt()).isZero();
            assertThat(config.at(mappings + "/0/hostID").asInt()).isEqualTo(100_000);
            assertThat(config.at(mappings + "/0/size").asInt()).isEqualTo(65_536);
        }
    }

    @Test
    void givesNoCapabilityThatReachesBeyondTheContext() {
        for (String set : List.of("bounding", "effective", "permitted")) {
            assertThat(strings("/process/capabilities/" + set))
                    .hasSize(14)
                    .contains("CAP_CHOWN", "CAP_NET_BIND_SERVICE")
                    .doesNotContain(
                            "CAP_SYS_ADMIN", "CAP_SYS_MODULE", "CAP_SYS_PTRACE", "CAP_NET_ADMIN", "CAP_SYS_TIME");
        }
    }

    @Test
    void hidesWhatTellsOfTheHost() {
        assertThat(strings("/linux/maskedPaths")).contains("/proc/kcore", "/proc/keys", "/sys/firmware");
        assertThat(strings("/linux/readonlyPaths")).contains("/proc/sys", "/proc/sysrq-trigger");
    }

    @Test
    void allowsOnlyListedSystemCallsOnEveryArchitectureOfTheMachine() {
        assertThat(config.at("/linux/seccomp/defaultAction").asString()).isEqualTo("SCMP_ACT_ERRNO");
        assertThat(config.at("/linux/seccomp/defaultErrnoRet").asInt()).isEqualTo(1);
        assertThat(allowed(SPEC)).contains("openat", "execve", "ptrace").doesNotContain(MAINTENANCE);
        assertThat(SystemCallFilter.architectures("amd64")).contains("SCMP_ARCH_X86_64", "SCMP_ARCH_X86");
        assertThat(SystemCallFilter.architectures("aarch64")).contains("SCMP_ARCH_AARCH64", "SCMP_ARCH_ARM");
    }

    /** Of all, not of those that are allowed under a condition. */
    private static List<String> allowed(ContextSpec spec) {
        return JsonMapper.shared()
                .readTree(spec.toJson())
                .at("/linux/seccomp/syscalls")
                .valueStream()
                .filter(rule -> rule.at("/action").asString().equals("SCMP_ACT_ALLOW")
                        && rule.at("/args").isEmpty())
                .flatMap(rule -> rule.at("/names").valueStream())
                .map(JsonNode::asString)
                .toList();
    }

    @Test
    void runsTheHostsInitAsTheFirstProcess() {
        assertThat(strings("/process/args")).containsExactly("/dev/init", "-P");
        JsonNode init = config.at("/mounts")
                .valueStream()
                .filter(mount -> mount.at("/destination").asString().equals("/dev/init"))
                .findFirst()
                .orElseThrow();
        assertThat(init.at("/options").valueStream().map(JsonNode::asString)).contains("bind", "ro");
    }

    @Test
    void limitsOpenFilesToWhatTheAgentMayGive() {
        assertThat(config.at("/process/rlimits/0/type").asString()).isEqualTo("RLIMIT_NOFILE");
        assertThat(config.at("/process/rlimits/0/hard").asInt()).isEqualTo(20_000);
        assertThat(config.at("/process/rlimits/0/soft").asInt()).isEqualTo(1024);
    }

    @Test
    void saysWhereItIs() {
        assertThat(config.at("/hostname").asString()).isEqualTo("demo-a");
        assertThat(config.at("/root/path").asString()).isEqualTo("/run/rootfs/demo_a");
        assertThat(config.at("/linux/cgroupsPath").asString()).isEqualTo("/lamella/demo_a");
        assertThat(strings("/hooks/createRuntime/0/args")).containsExactly("sh", "/run/network.sh");
    }

    @Test
    void boundsMemoryThatOutlivesProcesses() {
        assertThat(config.at("/process/rlimits/1/type").asString()).isEqualTo("RLIMIT_MEMLOCK");
        assertThat(config.at("/process/rlimits/1/hard").asInt()).isEqualTo(1 << 20);
        assertThat(config.at("/hooks/createRuntime/1/args/2").asString())
                .contains("echo 67108864 >/proc/sys/kernel/shmmax", "echo 16384 >/proc/sys/kernel/shmall");
    }

    @Test
    void grantsCapabilitiesOnlyFromItsOwnList() {
        assertThat(Capabilities.of(List.of("CAP_NET_ADMIN"))).hasSize(15).contains("CAP_NET_ADMIN", "CAP_CHOWN");
        assertThatThrownBy(() -> Capabilities.of(List.of("CAP_SYS_MODULE", "CAP_SYS_NICE", "CAP_SYS_ADMIN")))
                .hasMessageContainingAll("CAP_SYS_MODULE", "CAP_SYS_ADMIN", "this agent can give")
                .hasMessageNotContaining("given CAP_SYS_NICE");
        ContextSpec nice = new ContextSpec(
                "demo-a",
                Path.of("/run/rootfs/demo_a"),
                "/lamella/demo_a",
                Path.of("/run/network.sh"),
                Capabilities.of(List.of("CAP_SYS_NICE")),
                new ProcessBounds(20_000, 1 << 20, 1 << 26),
                Map.of(),
                Optional.empty(),
                Path.of("/programs"));
        assertThat(allowed(nice)).contains("mbind").doesNotContain("kcmp", "reboot");
        assertThat(allowed(SPEC)).doesNotContain("mbind");
    }
}
