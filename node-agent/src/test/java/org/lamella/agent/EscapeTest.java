package org.lamella.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.lamella.agent.TestNode.running;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.lamella.agent.StaticProgram.Result;
import org.lamella.agent.reconcile.SliverState;
import org.lamella.agent.runtime.ExecRequest;
import org.lamella.agent.runtime.Execution;

/** Root in a sliver tries to get out, each way shown failing, and where it can be, shown to fail only at the border. */
@OnKernel
class EscapeTest {
    private static final long ENOENT = -2;
    private static final long ESRCH = -3;
    private static final long IPC_CREAT = 01000;
    private static final long KEY = 0x4C41_4D45;
    private static final String REFUSED = "(?s).*(not permitted|denied|Read-only|No such device).*";

    private static TestNode node;
    private static Path flag;

    @BeforeAll
    static void start() throws IOException {
        node = TestNode.started();
        node.apply(running("demo_a", 1), running("demo_b", 1));
        node.awaitState("demo_a", SliverState.RUNNING);
        node.awaitState("demo_b", SliverState.RUNNING);
        flag = Files.writeString(node.home.resolve("flag"), "the host was read");
        Files.setPosixFilePermissions(flag, PosixFilePermissions.fromString("rw-rw-rw-"));
    }

    @AfterAll
    static void end() throws Exception {
        if (node != null) {
            node.close();
        }
    }

    private static String inside(String script) throws IOException, InterruptedException {
        return node.output("demo_a", "sh", "-c", script);
    }

    private static void refuses(String script) throws IOException, InterruptedException {
        assertThat(inside("(" + script + ") && echo it worked"))
                .as(script)
                .matches(REFUSED)
                .doesNotContain("it worked");
    }

    private static StaticProgram program() {
        assumeTrue(StaticProgram.runsHere(), "the program is made for x86-64");
        return new StaticProgram();
    }

    /** Numbers of 8 bytes in the program's memory, for a call that wants to be told where they are. */
    private static long addresses(StaticProgram program, long... numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
        Arrays.stream(numbers).forEach(bytes::putLong);
        return program.bytes(bytes.array());
    }

    @Test
    void byTheDoubleChroot() {
        StaticProgram program = program();
        long jail = program.text("/jail");
        long up = program.text("..");
        program.call("mkdir", 83, jail, 0755)
                .call("chroot", 161, jail)
                .call("open in the jail", 2, program.text("/bin/sh"), 0);
        for (int i = 0; i < 40; i++) {
            program.call("chdir", 80, up);
        }
        program.call("chroot out", 161, program.text("."))
                .call("open in the sliver", 2, program.text("/bin/sh"), 0)
                .call("open on the host", 2, program.text(flag.toString()), 0);
        List<Result> results = program.run(node, "demo_a");
        assertThat(results).contains(new Result("chroot", 0), new Result("open in the jail", ENOENT));
        // Out of the jail, which was its own making; but that is as far as it goes.
        assertThat(results.get(results.size() - 2).returned()).isNotNegative();
        assertThat(results.getLast().returned()).isEqualTo(ENOENT);
    }

    @Test
    void byMounting() throws Exception {
        refuses("mount -t tmpfs none /tmp");
        refuses("mount -t proc proc /tmp");
        refuses("mount -o bind / /tmp");
        refuses("mount -o remount,rw /proc/sys");
        refuses("umount /proc/kcore");
        refuses("umount -l /proc/sys");
        refuses("unshare -Urm true");
        refuses("nsenter -t 1 -m true");
    }

    @Test
    void byLoadingAModule() throws Exception {
        refuses("echo nothing >/tmp/m.ko; insmod /tmp/m.ko");
        assertThat(inside("(echo /tmp/evil >/proc/sys/kernel/modprobe) && echo it worked"))
                .doesNotContain("it worked");
    }

    @Test
    void byReachingOthersProcesses() throws Exception {
        try (Execution victim = node.exec("demo_b", "sleep", "54321")) {
            long hostPid = node.initPid("demo_b");
            await().until(() -> node.output("demo_b", "ps").contains("sleep 54321"));
            assertThat(inside("ps; cat /proc/[0-9]*/cmdline"))
                    .contains("/dev/init")
                    .doesNotContain("54321", "java");
            assertThat(inside("kill -0 " + hostPid)).contains("No such process");
            assertThat(inside("ls /proc/" + hostPid)).contains("No such file");
            assertThat(inside("readlink /proc/1/root")).isEqualTo("/");
            assertThat(victim).isNotNull();
        }
    }

    @Test
    void byPtraceAcross() throws Exception {
        StaticProgram program = program();
        long init = node.initPid("demo_b");
        long agent = ProcessHandle.current().pid();
        long here = addresses(program, program.bytes(new byte[8]), 8);
        long there = addresses(program, 0x40_0000, 8);
        // ESRCH is the kernel's word: the filter lets ptrace pass, and there is no such process to be seen.
        program.call("attach to another sliver", 101, 16, init, 0, 0)
                .call("attach to the agent", 101, 16, agent, 0, 0)
                .call("read another's memory", 310, init, here, 1, there, 1, 0)
                .call("open a process of the host", 434, agent, 0);
        assertThat(program.run(node, "demo_a").stream().map(Result::returned))
                .containsExactly(ESRCH, ESRCH, ESRCH, ESRCH);
    }

    @Test
    void byReadingOthersFiles() throws Exception {
        node.output("demo_b", "sh", "-c", "echo secret >/secret; chmod 644 /secret");
        assertThat(node.output("demo_b", "cat", "/secret")).isEqualTo("secret");
        assertThat(inside("cat /secret")).contains("No such file");
        assertThat(inside("cat " + flag)).contains("No such file");
        assertThat(inside("cat /proc/1/root/../../.." + flag)).contains("No such file");
        assertThat(inside("find / -xdev -name secret")).isEmpty();
    }

    @Test
    void byTheKeysOfIpc() throws Exception {
        List<Result> made =
                program().call("shmget", 29, KEY, 4096, IPC_CREAT | 0600).run(node, "demo_b");
        assertThat(made.getFirst().returned()).isNotNegative();
        StaticProgram looking = program()
                .call("shmget", 29, KEY, 0, 0)
                .call("msgget", 68, KEY, 0)
                .call("semget", 64, KEY, 0, 0);
        assertThat(looking.run(node, "demo_a").stream().map(Result::returned)).containsOnly(ENOENT);
        assertThat(program()
                        .call("shmget", 29, KEY, 0, 0)
                        .run(node, "demo_b")
                        .getFirst()
                        .returned())
                .isNotNegative();
        assertThat(Files.readString(Path.of("/proc/sysvipc/shm"))).doesNotContain(Long.toString(KEY));
    }

    /** By the way of CVE-2019-5736: the runtime is made to execute itself inside, where its file is written to meanwhile. */
    @Test
    void byOverwritingTheRuntime() throws Exception {
        Path runtime = Path.of("/usr/sbin/runc");
        byte[] before = Files.readAllBytes(runtime);
        byte[] init = Files.readAllBytes(Path.of("/usr/bin/catatonit"));
        inside("printf '#!/proc/self/exe\\n' >/evil; chmod 755 /evil");
        String attack =
                "i=0; while [ $i -lt 300 ]; do for p in /proc/[0-9]*; do case $(readlink $p/exe) in *runc*|*memfd*)"
                        + " echo seen; echo owned 2>/dev/null >$p/exe && echo written;; esac; done; i=$((i+1)); done";
        try (Execution attacker = node.exec("demo_a", "sh", "-c", attack)) {
            attacker.stdin().close();
            for (int i = 0; i < 10; i++) {
                node.output("demo_a", "/evil");
            }
            String seen = new String(attacker.stdout().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(seen).doesNotContain("written");
        }
        refuses("echo owned >/proc/1/exe");
        refuses("echo owned >/dev/init");
        assertThat(Arrays.equals(Files.readAllBytes(runtime), before)).isTrue();
        assertThat(Arrays.equals(Files.readAllBytes(Path.of("/usr/bin/catatonit")), init))
                .isTrue();
    }

    /** By the way of CVE-2024-21626: a folder of the host that the runtime has open. */
    @Test
    void byAWorkingDirectoryOutside() throws Exception {
        List<String> found = new ArrayList<>();
        for (int descriptor = 3; descriptor <= 14; descriptor++) {
            String climb = "cat ../../../../../../../../.." + flag;
            try (Execution execution = node.agent()
                    .executor()
                    .exec(
                            "demo_a",
                            new ExecRequest(List.of("sh", "-c", climb), Map.of(), "/proc/self/fd/" + descriptor))) {
                execution.stdin().close();
                found.add(new String(execution.stdout().readAllBytes(), StandardCharsets.UTF_8));
                assertThat(execution.await()).isNotZero();
            }
        }
        assertThat(found).containsOnly("");
    }

    @Test
    void byDescriptorsLeftOpen() throws Exception {
        // What it prints goes to a file that is all there is in its file system: no way leads on from there.
        assertThat(inside("ls -l /proc/1/fd | grep -v -e /dev/null -e anon_inode: -e '^total'")
                        .lines())
                .hasSize(2)
                .allMatch(line -> line.matches(".* [12] -> /.*/consoles/demo_a/[0-9]+"));
        assertThat(inside("cd /proc/self/fd; echo *").split(" ", -1)).hasSizeLessThanOrEqualTo(4);
        assertThat(inside("ls -l /proc/$$/fd")).doesNotContain(node.home.toString(), "/run/", "cgroup");
    }

    @Test
    void byGamesWithDevices() throws Exception {
        assertThat(inside("cd /dev; echo *").split(" ", -1))
                .contains("null", "pts")
                .isSubsetOf(
                        "core", "fd", "full", "init", "lamella", "mqueue", "null", "ptmx", "pts", "random", "shm",
                        "stderr", "stdin", "stdout", "tty", "urandom", "zero");
        assertThat(inside("mv /dev /device")).contains("busy");
        assertThat(inside("rm /dev/init")).containsAnyOf("busy", "not permitted");
        inside("rm -f /dev/ptmx /dev/stdout /dev/core; ln -s /proc/sysrq-trigger /dev/core; ln -s " + flag
                + " /dev/stdout; ln -s " + flag + " /dev/initscript.failed; ln -s / /dev/ptmx");
        assertThat(inside("echo written; echo out >/dev/stdout")).startsWith("written");
        assertThat(Files.readString(flag)).isEqualTo("the host was read");
    }

    @Test
    void byARawDevice() throws Exception {
        inside("mkfifo /pipe && ls -l /pipe >/made");
        assertThat(inside("cat /made")).startsWith("p");
        for (String device : List.of("b 7 0", "b 8 0", "b 253 0", "c 1 1", "c 1 2", "c 10 229", "c 10 237")) {
            refuses("rm -f /device; mknod /device " + device + " && dd if=/device of=/dev/null count=1");
        }
        assertThat(inside("find / -xdev -type b")).isEmpty();
    }

    @Test
    void bySettingsOfTheKernel() throws Exception {
        Path pattern = Path.of("/proc/sys/kernel/core_pattern");
        String before = Files.readString(pattern);
        for (String setting : List.of(
                "/proc/sys/kernel/core_pattern",
                "/proc/sys/kernel/hostname",
                "/proc/sys/net/ipv4/ip_forward",
                "/proc/sys/vm/drop_caches",
                "/proc/sys/fs/binfmt_misc/register",
                "/proc/sysrq-trigger",
                "/sys/kernel/uevent_helper",
                "/sys/module/printk/parameters/time",
                "/sys/power/state")) {
            assertThat(inside("(echo 1 >" + setting + ") && echo it worked"))
                    .as(setting)
                    .doesNotContain("it worked");
        }
        refuses("sysctl -w kernel.core_pattern='|/tmp/evil'");
        assertThat(Files.readString(pattern)).isEqualTo(before);
    }

    @Test
    void byWhatTheKernelTellsOfTheHost() throws Exception {
        assertThat(inside("cat /proc/kcore /proc/keys /proc/timer_list /proc/interrupts 2>/dev/null | wc -c"))
                .isEqualTo("0");
        assertThat(inside(
                        "ls /sys/firmware /proc/acpi /proc/scsi /sys/devices/virtual/powercap 2>/dev/null | grep -v :"))
                .isEmpty();
        assertThat(inside("ls /sys/fs/cgroup /sys/kernel/debug /sys/kernel/tracing 2>/dev/null | grep -v :"))
                .isEmpty();
        refuses("dmesg");
    }

    /** A program that is root's by its file, run by nobody, gets all that is left to root inside, and no more. */
    @Test
    void byRegainingADroppedCapabilityBySetuid() throws Exception {
        StaticProgram program = program();
        long text = program.bytes(new byte[2048]);
        // Busybox would give its rights away before it did anything.
        program.call("open", 2, program.text("/proc/self/status"), 0)
                .callOnLast("read", 0, text, 2048)
                .call("write", 1, 1, text, 2048)
                .install(node, "demo_a", "/rooted");
        inside("chmod 4755 /rooted");
        long usual = Long.parseLong("a80425fb", 16);
        assertThat(inside("su -s /bin/sh nobody -c 'grep CapEff /proc/self/status'"))
                .endsWith("0000000000000000");
        assertThat(mask(inside("su -s /bin/sh nobody -c /rooted | grep -a CapEff")))
                .isEqualTo(usual);
        assertThat(mask(inside("grep CapBnd /proc/self/status"))).isEqualTo(usual);
    }

    private static long mask(String line) {
        return HexFormat.fromHexDigitsToLong(
                line.substring(line.indexOf(':') + 1).strip());
    }

    /** A file may be given any capability inside; but one that is not in the bound is not got by running it. */
    @Test
    void byRegainingADroppedCapabilityByAFile() throws Exception {
        StaticProgram giver = program();
        ByteBuffer all = ByteBuffer.allocate(20).order(ByteOrder.LITTLE_ENDIAN);
        all.putInt(0x0200_0001).putInt(-1).putInt(0).putInt(0x1FF).putInt(0);
        giver.call(
                "setxattr",
                188,
                giver.text("/given"),
                giver.text("security.capability"),
                giver.bytes(all.array()),
                20,
                0);
        inside("cp /bin/busybox /given; chmod 755 /given");
        assertThat(giver.run(node, "demo_a")).containsExactly(new Result("setxattr", 0));
        assertThat(inside("su -s /bin/sh nobody -c '/given grep CapEff /proc/self/status'"))
                .contains("not permitted")
                .doesNotContain("CapEff");
    }
}
