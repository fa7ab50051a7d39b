package org.lamella.agent.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lamella.agent.host.Commands;
import org.lamella.agent.host.Posix;
import org.lamella.agent.plan.SliverDisk;

/** Whether a disk was put away, said by its super block and by the tool that checks disks alike. */
class Ext4Test {
    private static final SliverDisk SMALL = new SliverDisk(64_000_000, 1_000);

    @TempDir
    Path folder;

    @Test
    void knowsWhatMkfsMakes() throws IOException {
        Path disk = made();
        assertThat(Ext4.of(disk))
                .hasValueSatisfying(ext4 -> assertThat(ext4.wasPutAway()).isTrue());
        assertThat(check(disk)).contains("clean");
    }

    @Test
    void seesThatAMachineWentDownWithIt() throws IOException {
        Path disk = made();
        debug(disk, "feature needs_recovery");
        assertThat(Ext4.of(disk).orElseThrow().wasPutAway()).isFalse();
        assertThat(check(disk)).contains("recovering journal");
        assertThat(Ext4.of(disk).orElseThrow().wasPutAway()).isTrue();
    }

    @Test
    void seesThatTheKernelFoundErrors() throws IOException {
        Path disk = made();
        debug(disk, "set_super_value state 3");
        assertThat(Ext4.of(disk).orElseThrow().wasPutAway()).isFalse();
        check(disk);
        assertThat(Ext4.of(disk).orElseThrow().wasPutAway()).isTrue();
    }

    @Test
    void takesNothingElseForOne() throws IOException {
        Path other = Files.write(folder.resolve("other"), new byte[4096]);
        Path shorter = Files.write(folder.resolve("shorter"), new byte[1025]);
        assertThat(Ext4.of(other)).isEmpty();
        assertThat(Ext4.of(shorter)).isEmpty();
    }

    private Path made() throws IOException {
        Path disk = folder.resolve("disk");
        DiskImages.setLength(disk, SMALL.bytes());
        commands().run(DiskFormat.EXT4.make(disk, SMALL));
        return disk;
    }

    private String check(Path disk) throws IOException {
        return commands().runTolerating(List.of("e2fsck", "-p", disk.toString()), 1);
    }

    private Commands commands() {
        return new Commands(Posix.open(), folder.toString());
    }

    private void debug(Path disk, String request) throws IOException {
        commands().run(List.of("debugfs", "-w", "-R", request, disk.toString()));
    }
}
