package org.lamella.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.lamella.agent.TestNode.running;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.lamella.agent.StaticProgram.Result;
import org.lamella.agent.reconcile.SliverState;
import org.lamella.agent.runtime.Execution;

/**
 * Root in a sliver makes the calls that Docker denies. The same program, run outside by somebody without any right and without a
 * filter, tells what each answers for want of a capability, or for its senseless arguments.
 */
@OnKernel
class DeniedSystemCallsTest {
    private static final long ESRCH = -3;
    private static final long PTRACE_CONT = 7;
    private static final long NOBODY = 0x7FFF_FFFF;
    private static final long EPERM = -1;
    private static final long ENOSYS = -38;
    private static final long NOTHING = -1;
    private static final long CLONE_FS = 0x200;
    private static final int KILLED_BY_SIGSYS = 128 + 31;

    private static TestNode node;

    @BeforeAll
    static void start() throws IOException {
        assumeTrue(StaticProgram.runsHere(), "the program is made for x86-64");
        node = TestNode.started();
        node.apply(running("demo_a", 1));
        node.awaitState("demo_a", SliverState.RUNNING);
    }

    @AfterAll
    static void end() throws Exception {
        if (node != null) {
            node.close();
        }
    }

    /** With arguments that could do no harm if the calls were made. */
    private static StaticProgram denied() {
        return new StaticProgram()
                .call("umount2", 166, 0, 0)
                .call("mount", 165, 0, 0, 0, 0, 0)
                .call("pivot_root", 155, 0, 0)
                .call("open_tree", 428, NOTHING, 0, 0)
                .call("move_mount", 429, NOTHING, 0, NOTHING, 0, 0)
                .call("fsopen", 430, 0, 0)
                .call("fsconfig", 431, NOTHING, 0, 0, 0, 0)
                .call("fsmount", 432, NOTHING, 0, 0)
                .call("fspick", 433, NOTHING, 0, 0)
                .call("mount_setattr", 442, NOTHING, 0, 0, 0, 0)
                .call("unshare", 272, 0)
                .call("setns", 308, NOTHING, 0)
                .call("clone into a new mount namespace", 56, 0x2_0000 | CLONE_FS, 0, 0, 0, 0)
                .call("clone into a new user namespace", 56, 0x1000_0000 | CLONE_FS, 0, 0, 0, 0)
                .call("init_module", 175, 0, 0, 0)
                .call("finit_module", 313, NOTHING, 0, 0)
                .call("delete_module", 176, 0, 0)
                .call("kexec_load", 246, 0, 0, 0, 0)
                .call("kexec_file_load", 320, NOTHING, NOTHING, 0, 0, 0)
                .call("reboot", 169, 0, 0, 0, 0)
                .call("swapon", 167, 0, 0)
                .call("swapoff", 168, 0)
                .call("acct", 163, 0)
                .call("quotactl", 179, 0, 0, 0, 0)
                .call("quotactl_fd", 443, NOTHING, 0, 0, 0)
                .call("settimeofday", 164, 0, 0)
                .call("clock_settime", 227, 99, 0)
                .call("sethostname", 170, 0, NOTHING)
                .call("setdomainname", 171, 0, NOTHING)
                .call("iopl", 172, 0)
                .call("ioperm", 173, 0, 1, 0)
                .call("syslog", 103, 10, 0, 0)
                .call("vhangup", 153)
                .call("bpf", 321, NOTHING, 0, 0)
                .call("perf_event_open", 298, 0, 0, NOTHING, NOTHING, 0)
                .call("userfaultfd", 323, NOTHING)
                .call("io_uring_setup", 425, 0, 0)
                .call("io_uring_enter", 426, NOTHING, 0, 0, 0, 0, 0)
                .call("io_uring_register", 427, NOTHING, NOTHING, 0, 0)
                .call("fanotify_init", 300, NOTHING, 0)
                .call("open_by_handle_at", 304, NOTHING, 0, 0)
                .call("kcmp", 312, NOTHING, NOTHING, 0, 0, 0)
                .call("pidfd_getfd", 438, NOTHING, 0, 0)
                .call("process_madvise", 440, NOTHING, 0, 0, 0, 0)
                .call("get_mempolicy", 239, 0, 0, 0, 0, 0)
                .call("set_mempolicy", 238, 0, 0, 0)
                .call("mbind", 237, 0, 0, 0, 0, 0, 0)
                .call("migrate_pages", 256, NOTHING, 0, 0, 0)
                .call("move_pages", 279, NOTHING, 0, 0, 0, 0, 0)
                .call("lookup_dcookie", 212, 0, 0, 0)
                .call("uselib", 134, 0)
                .call("ustat", 136, 0, 0)
                .call("sysfs", 139, 3)
                .call("personality without random addresses", 135, 0x4_0000)
                .call("socket of the kernel's ciphers", 41, 38, 5, 0)
                .call("socket to the hypervisor", 41, 40, 1, 0);
    }

    private static StaticProgram absent() {
        return new StaticProgram()
                .call("add_key", 248, 0, 0, 0, 0, 0)
                .call("request_key", 249, 0, 0, 0, 0)
                .call("keyctl", 250, 9999, 0, 0, 0, 0)
                .call("clone3", 435, 0, 0)
                .call("one that no kernel has yet", 999);
    }

    @Test
    void areRefusedToRootInside() {
        assertThat(denied().run(node, "demo_a"))
                .allSatisfy(result ->
                        assertThat(result.returned()).as(result.call()).isEqualTo(EPERM));
        assertThat(absent().run(node, "demo_a"))
                .allSatisfy(result ->
                        assertThat(result.returned()).as(result.call()).isEqualTo(ENOSYS));
    }

    @Test
    void areRefusedByTheFilterAndNotOnlyForWantOfACapability() throws Exception {
        assumeTrue(
                Files.readString(Path.of("/proc/self/status")).contains("Seccomp:\t0"),
                "this host has a filter itself");
        StaticProgram program = denied();
        TreeMap<String, Long> unfiltered = new TreeMap<>();
        for (Result result : runOutside(program)) {
            unfiltered.put(result.call(), result.returned());
        }
        // Where the kernel looks at the arguments first, it is seen that nobody but the filter can have said EPERM
        // inside.
        assertThat(unfiltered).containsEntry("unshare", 0L).containsEntry("setns", -9L);
        assertThat(unfiltered.values().stream().filter(returned -> returned != EPERM && returned != ENOSYS))
                .hasSizeGreaterThan(20);
        assertThat(node.output("demo_a", "grep", "Seccomp:", "/proc/1/status")).isEqualTo("Seccomp:\t2");
    }

    @Test
    void leaveWhatProgramsNeed() {
        List<Result> results = new StaticProgram()
                .call("personality that asks", 135, 0xFFFF_FFFFL)
                .call("socket of TCP", 41, 2, 1, 0)
                .call("socket of routes", 41, 16, 3, 0)
                .call("memfd_create", 319, 0x40_0000, 0)
                .call("getpid", 39)
                .run(node, "demo_a");
        assertThat(results)
                .allSatisfy(result ->
                        assertThat(result.returned()).as(result.call()).isNotNegative());
        // To be traced for real would mean to stop at the next signal, with nobody there to go on.
        assertThat(new StaticProgram()
                        .call("ptrace of nobody", 101, PTRACE_CONT, NOBODY, 0, 0)
                        .run(node, "demo_a"))
                .allSatisfy(result ->
                        assertThat(result.returned()).as(result.call()).isEqualTo(ESRCH));
    }

    @Test
    void cannotBeMadeByTheNumbersOfAnotherArchitecture() throws Exception {
        StaticProgram program = new StaticProgram().call("getpid of x32", 0x4000_0000 + 39);
        program.install(node, "demo_a", "/x32");
        try (Execution execution = node.exec("demo_a", "/x32")) {
            assertThat(execution.await()).isEqualTo(KILLED_BY_SIGSYS);
        }
    }

    private static List<Result> runOutside(StaticProgram program) throws IOException {
        Path file = Files.write(node.home.resolve("program"), program.toBytes());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        List<String> command = new ArrayList<>(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
        command.addAll(List.of("--inh-caps=-all", "--bounding-set=-all", file.toString()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return program.results(process.getInputStream().readAllBytes());
    }
}
