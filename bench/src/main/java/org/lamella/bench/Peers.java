package org.lamella.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Containers of others, of one root and without network. Nothing of them is left when what ran in them has ended.
 *
 * @param folder with what {@code bench/peers.sh} has prepared: {@code rootfs}, {@code bundle}, {@code lxc}, {@code docker.sock},
 *     and an image {@code bench} each of docker and podman
 */
record Peers(Path folder) {
    private static final AtomicInteger CONTAINERS = new AtomicInteger();

    /** Each by its name, with the command that runs a script by a shell in a new container of it. */
    Map<String, List<String>> running(String script) throws IOException {
        Map<String, List<String>> commands = bare(script);
        managed().forEach((name, shell) -> commands.put(name, with(shell, script)));
        return commands;
    }

    /** Of those that are more than a runtime: the command to which a shell's script is added. */
    Map<String, List<String>> managed() {
        Map<String, List<String>> shells = new LinkedHashMap<>();
        shells.put(
                "docker run",
                shell(
                        "docker",
                        "-H",
                        "unix://" + folder + "/docker.sock",
                        "run",
                        "--rm",
                        "--network",
                        "none",
                        "bench"));
        shells.put(
                "podman run",
                shell(
                        "podman",
                        "--root",
                        folder + "/podman",
                        "--runroot",
                        folder + "/podman-run",
                        "--cgroup-manager=cgroupfs",
                        "--runtime=runc",
                        "run",
                        "--rm",
                        // Else it asks for more than a root without CAP_SYS_RESOURCE may give.
                        "--ulimit=nofile=1024:1024",
                        "--ulimit=nproc=1024:1024",
                        "--network=none",
                        "bench"));
        shells.put(
                "lxc-execute",
                shell("lxc-execute", "-n", "bench", "-P", folder + "/lxc", "-f", folder + "/lxc/bench/config", "--"));
        shells.put(
                "systemd-nspawn",
                shell(
                        "systemd-nspawn",
                        "--quiet",
                        "--register=no",
                        "--keep-unit",
                        "--private-network",
                        "--as-pid2",
                        "-D",
                        rootfs()));
        return shells;
    }

    private Map<String, List<String>> bare(String script) throws IOException {
        bundle(with(shell(), script));
        String bundle = folder.resolve("bundle").toString();
        String name = "lamella-bench-" + ProcessHandle.current().pid() + "-" + CONTAINERS.incrementAndGet();
        Map<String, List<String>> commands = new LinkedHashMap<>();
        commands.put("runc run", List.of("runc", "--root", folder + "/runc", "run", "--bundle", bundle, name));
        commands.put(
                "crun run",
                List.of(
                        "unshare",
                        "--mount",
                        "sh",
                        "-c",
                        "umount /sys/fs/cgroup/unified 2>/dev/null; exec crun \"$@\"",
                        "crun",
                        "--root",
                        folder + "/crun",
                        "run",
                        "--bundle",
                        bundle,
                        name));
        return commands;
    }

    private String rootfs() {
        return folder.resolve("rootfs").toString();
    }

    private static List<String> shell(String... before) {
        return with(List.of(before), "/bin/sh", "-c");
    }

    private static List<String> with(List<String> command, String... more) {
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of(more));
        return all;
    }

    /** What {@code runc spec} gives, with another command, for runc and crun. */
    private void bundle(List<String> command) throws IOException {
        Path file = folder.resolve("bundle/config.json");
        ObjectNode config = (ObjectNode) JsonMapper.shared().readTree(Files.readString(file));
        ObjectNode process = (ObjectNode) config.path("process");
        process.put("terminal", false);
        process.putPOJO("args", command);
        ((ObjectNode) config.path("root")).put("path", rootfs());
        Files.writeString(file, config.toString());
    }
}
