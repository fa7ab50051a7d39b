package org.lamella.agent.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import jnr.constants.platform.Errno;
import jnr.constants.platform.OpenFlags;
import jnr.constants.platform.RLIMIT;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import jnr.posix.POSIX;
import jnr.posix.POSIXFactory;

/**
 * The system calls that the agent makes itself. What fails throws an {@link IOException} that names the call, what it was
 * called on, and the kernel's reason.
 *
 * <p>errno is read right after the call on the same thread; a virtual thread cannot leave its carrier in between, since
 * nothing there blocks.
 */
public final class Posix {
    public static final int SIGHUP = 1;
    public static final int SIGKILL = 9;
    public static final int SIGTERM = 15;

    // jnr-constants has no such flag for Linux; the same on x86 and ARM.
    private static final int O_CLOEXEC = 02000000;
    private static final int MS_NOSUID = 2;
    private static final int MS_NODEV = 4;
    private static final int MS_NOEXEC = 8;
    private static final int MS_NOATIME = 1024;
    private static final int PUNCH_HOLE_KEEP_SIZE = 3;
    private static final int MNT_DETACH = 2;
    private static final int UMOUNT_NOFOLLOW = 8;
    // The same number on every architecture: system calls from 424 on are numbered alike.
    private static final long SYS_PIDFD_OPEN = 434;
    private static final int XATTR_MAX_BYTES = 1 << 16; // of one value, and of all names of a file
    private static final short POLLIN = 1;
    private static final int POLLFD_BYTES = 8;
    private static final int POLLFD_REVENTS = 6;
    // The same on every architecture that contexts are built on.
    private static final long TIOCSWINSZ = 0x5414;
    private static final int WINSIZE_BYTES = 8;
    // More than any C library's struct termios has.
    private static final int TERMIOS_BYTES = 256;
    private static final int TCSANOW = 0;
    private static final int LONGEST_DEVICE = 64;
    private static final int CLONE_NEWNET = 0x40000000;
    private static final int SEEK_DATA = 3;
    private static final int SEEK_HOLE = 4;
    private static final int STATVFS_BYTES = 256;

    private final POSIX posix;
    private final LibC libc;
    private final Runtime runtime;

    private Posix(POSIX posix, LibC libc) {
        this.posix = posix;
        this.libc = libc;
        this.runtime = Runtime.getRuntime(libc);
    }

    /** @throws IllegalStateException where jnr-posix has no native library for this platform */
    public static Posix open() {
        POSIX posix = POSIXFactory.getNativePOSIX();
        if (!posix.isNative()) {
            throw new IllegalStateException("jnr-posix has no native code for " + System.getProperty("os.name") + " on "
                    + System.getProperty("os.arch"));
        }
        return new Posix(posix, LibraryLoader.create(LibC.class).load("c"));
    }

    public boolean isRoot() {
        return posix.geteuid() == 0;
    }

    /** Mounts an overlay. None of the folders may hold a comma, a colon or a backslash, which its options cannot carry. */
    public void mountOverlay(Path lower, Path upper, Path work, Path target) throws IOException {
        // Without an index a write to one of several names of a file gives that name alone a copy: unified files of an
        // image
        // must not change together.
        String options = "lowerdir=" + lower + ",upperdir=" + upper + ",workdir=" + work + ",index=off";
        check(libc.mount("overlay", target.toString(), "overlay", 0, options), "mount overlay", target);
    }

    /** Mounts a device's file system that nobody's programs are run from as another user, and whose devices are none. */
    void mountDevice(Path device, Path target, String type, String options) throws IOException {
        check(
                libc.mount(device.toString(), target.toString(), type, MS_NOSUID | MS_NODEV | MS_NOATIME, options),
                "mount " + type + " " + device,
                target);
    }

    /** Mounts a file system in memory. */
    public void mountTmpfs(Path target, String options) throws IOException {
        check(
                libc.mount("tmpfs", target.toString(), "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, options),
                "mount tmpfs",
                target);
    }

    /** Gives back what a part of a file takes; the file stays as long as it is, and is empty there. */
    public void punchHole(Path file, long from, long length) throws IOException {
        int fd = posix.open(file.toString(), OpenFlags.O_WRONLY.intValue(), 0);
        check(fd, "open", file);
        try {
            check(libc.fallocate(fd, PUNCH_HOLE_KEEP_SIZE, from, length), "fallocate", file);
        } finally {
            posix.close(fd);
        }
    }

    /** Takes the mount out of the tree at once; what still uses it keeps it until it is done. */
    public void unmount(Path target) throws IOException {
        check(libc.umount2(target.toString(), MNT_DETACH | UMOUNT_NOFOLLOW), "umount", target);
    }

    public void changeOwner(Path path, int uid, int gid) throws IOException {
        check(posix.lchown(path.toString(), uid, gid), "lchown", path);
    }

    /** Not for symbolic links, which have no mode and would be followed. */
    public void changeMode(Path path, int mode) throws IOException {
        check(posix.chmod(path.toString(), mode), "chmod", path);
    }

    public void makeFifo(Path path, int mode) throws IOException {
        check(posix.mkfifo(path.toString(), mode), "mkfifo", path);
    }

    public void setAttribute(Path path, String name, byte[] value) throws IOException {
        check(libc.lsetxattr(path.toString(), name, value, value.length, 0), "setxattr " + name, path);
    }

    /** @return the extended attributes of a file, not of what a symbolic link leads to; empty where there can be none */
    public Map<String, byte[]> attributes(Path path) throws IOException {
        long some = libc.llistxattr(path.toString(), null, 0);
        if (some == 0 || (some < 0 && runtime.getLastError() == Errno.ENOTSUP.intValue())) {
            return Map.of();
        }
        byte[] names = new byte[XATTR_MAX_BYTES];
        long size = libc.llistxattr(path.toString(), names, names.length);
        check(size, "listxattr", path);
        Map<String, byte[]> attributes = new TreeMap<>();
        for (String name : new String(names, 0, (int) size, StandardCharsets.UTF_8).split("\0", -1)) {
            if (!name.isEmpty()) {
                byte[] value = new byte[XATTR_MAX_BYTES];
                long length = libc.lgetxattr(path.toString(), name, value, value.length);
                check(length, "getxattr " + name, path);
                attributes.put(name, Arrays.copyOf(value, (int) length));
            }
        }
        return attributes;
    }

    /** Writes everything of the file system that holds {@code folder} to its device. */
    public void syncFileSystem(Path folder) throws IOException {
        int fd = posix.open(folder.toString(), OpenFlags.O_RDONLY.intValue(), 0);
        check(fd, "open", folder);
        try {
            check(libc.syncfs(fd), "syncfs", folder);
        } finally {
            posix.close(fd);
        }
    }

    /**
     * Where a file has data, in order and apart from one another; what is between and behind them reads as zeros and takes no
     * room.
     */
    public List<FileRange> dataRanges(Path file) throws IOException {
        int fd = posix.open(file.toString(), OpenFlags.O_RDONLY.intValue(), 0);
        check(fd, "open", file);
        try {
            List<FileRange> ranges = new ArrayList<>();
            long at = 0;
            while (true) {
                long begin = libc.lseek(fd, at, SEEK_DATA);
                if (begin < 0 && runtime.getLastError() == Errno.ENXIO.intValue()) {
                    return ranges;
                }
                check(begin, "lseek", file);
                at = libc.lseek(fd, begin, SEEK_HOLE);
                check(at, "lseek", file);
                ranges.add(new FileRange(begin, at - begin));
            }
        } finally {
            posix.close(fd);
        }
    }

    /** How full the file system is that {@code folder} is on. */
    public FileSystemUse fileSystemUse(Path folder) throws IOException {
        // Five longs of sizes and three of counts: the same on every 64-bit Linux.
        Pointer result = Memory.allocateDirect(runtime, STATVFS_BYTES);
        check(libc.statvfs(folder.toString(), result), "statvfs", folder);
        long unit = result.getLong(8);
        return new FileSystemUse(
                unit * result.getLong(16),
                unit * result.getLong(24),
                unit * result.getLong(32),
                result.getLong(40),
                result.getLong(48));
    }

    /** @return false when there is no such process */
    public boolean kill(long pid, int signal) throws IOException {
        if (posix.kill(pid, signal) == 0) {
            return true;
        }
        if (posix.errno() == Errno.ESRCH.intValue()) {
            return false;
        }
        throw failure("kill -" + signal, pid);
    }

    /** The most open files this process may allow another one. */
    public long openFilesLimit() {
        return posix.getrlimit(RLIMIT.RLIMIT_NOFILE.intValue()).rlimMax();
    }

    /** Whether the network namespace of the agent has such an interface; Java's own list lacks those without an address. */
    public boolean hasInterface(String name) {
        return interfaceIndex(name) != 0;
    }

    /** @return the number of the network interface, which another of the same name does not have; 0: there is none */
    public int interfaceIndex(String name) {
        return libc.if_nametoindex(name);
    }

    /**
     * A number whose process has ended is kept while it names a session or a group of processes: of such a one kernels before 6.15 do
     * not say that there is none, but that the argument is invalid, as of a thread.
     *
     * @return a descriptor that becomes readable when the process ends, or -1 when there is no such process
     */
    int openProcess(long pid) throws IOException {
        long fd = libc.syscall(SYS_PIDFD_OPEN, pid, 0);
        if (fd < 0
                && runtime.getLastError() != Errno.ESRCH.intValue()
                && runtime.getLastError() != Errno.EINVAL.intValue()) {
            throw failure("pidfd_open", pid);
        }
        return (int) fd;
    }

    /** Blocks until one of the descriptors is readable, and tells which are. */
    boolean[] awaitReadable(int[] descriptors) {
        Pointer polled = Memory.allocateDirect(runtime, POLLFD_BYTES * descriptors.length);
        for (int i = 0; i < descriptors.length; i++) {
            polled.putInt((long) POLLFD_BYTES * i, descriptors[i]);
            polled.putInt((long) POLLFD_BYTES * i + Integer.BYTES, POLLIN);
        }
        boolean any = libc.poll(polled, descriptors.length, -1) > 0;
        boolean[] readable = new boolean[descriptors.length];
        for (int i = 0; any && i < descriptors.length; i++) {
            readable[i] = polled.getShort((long) POLLFD_BYTES * i + POLLFD_REVENTS) != 0;
        }
        return readable;
    }

    int[] pipe() throws IOException {
        int[] ends = new int[2];
        check(posix.pipe(ends), "pipe", "");
        return ends;
    }

    void writeByte(int fd) {
        posix.write(fd, new byte[1], 1);
    }

    void readBytes(int fd) {
        byte[] sink = new byte[64];
        posix.read(fd, sink, sink.length);
    }

    void close(int fd) {
        posix.close(fd);
    }

    /** For a device that is spoken to by {@link #control}. */
    int openDevice(Path path) throws IOException {
        int fd = posix.open(path.toString(), OpenFlags.O_RDWR.intValue() | O_CLOEXEC, 0);
        check(fd, "open", path);
        return fd;
    }

    /**
     * @param argument of so many bytes, which are zero at first; 0: none
     * @return what the device answers; less than 0 where it is busy, which somebody else has brought about
     */
    int control(int fd, long request, int bytes, Consumer<Pointer> argument, Object subject) throws IOException {
        Pointer pointer = bytes == 0 ? null : Memory.allocateDirect(runtime, bytes, true);
        argument.accept(pointer);
        int answer = libc.ioctl(fd, request, pointer);
        if (answer < 0 && runtime.getLastError() != Errno.EBUSY.intValue()) {
            throw failure("ioctl " + Long.toHexString(request), subject);
        }
        return answer;
    }

    /** Puts the calling thread, and it alone, into the network namespace of a process. It must not be used for anything else then. */
    public void enterNetworkOf(long pid) throws IOException {
        String namespace = "/proc/" + pid + "/ns/net";
        int fd = posix.open(namespace, OpenFlags.O_RDONLY.intValue() | O_CLOEXEC, 0);
        check(fd, "open", namespace);
        try {
            check(libc.setns(fd, CLONE_NEWNET), "setns", namespace);
        } finally {
            posix.close(fd);
        }
    }

    /** Never becomes the agent's own terminal, whose end would be the agent's. */
    int openTerminal() throws IOException {
        int fd = libc.posix_openpt(OpenFlags.O_RDWR.intValue() | OpenFlags.O_NOCTTY.intValue() | O_CLOEXEC);
        check(fd, "posix_openpt", "");
        return fd;
    }

    String otherEndOfTerminal(int fd) throws IOException {
        check(libc.unlockpt(fd), "unlockpt", fd);
        byte[] name = new byte[LONGEST_DEVICE];
        if (libc.ptsname_r(fd, name, name.length) != 0) {
            throw new IOException("ptsname " + fd + ": the terminal has no name");
        }
        String text = new String(name, StandardCharsets.US_ASCII);
        return text.substring(0, text.indexOf('\0'));
    }

    void makeTransparent(int fd) throws IOException {
        Pointer settings = Memory.allocateDirect(runtime, TERMIOS_BYTES);
        check(libc.tcgetattr(fd, settings), "tcgetattr", fd);
        libc.cfmakeraw(settings);
        check(libc.tcsetattr(fd, TCSANOW, settings), "tcsetattr", fd);
    }

    void resizeTerminal(int fd, int columns, int rows) throws IOException {
        Pointer size = Memory.allocateDirect(runtime, WINSIZE_BYTES, true);
        size.putShort(0, (short) rows);
        size.putShort(Short.BYTES, (short) columns);
        check(libc.ioctl(fd, TIOCSWINSZ, size), "ioctl TIOCSWINSZ", fd);
    }

    /** Blocks. @return -1 when nobody has the other end open any more */
    int readTerminal(int fd, byte[] buffer) throws IOException {
        while (true) {
            int read = posix.read(fd, buffer, buffer.length);
            if (read >= 0) {
                return read == 0 ? -1 : read;
            }
            int error = posix.errno();
            if (error == Errno.EIO.intValue()) {
                return -1;
            }
            if (error != Errno.EINTR.intValue()) {
                throw failure("read", "a terminal");
            }
        }
    }

    /** Blocks while the other end has not read enough. @return how many bytes were taken, at least one */
    int writeTerminal(int fd, byte[] buffer) throws IOException {
        while (true) {
            int written = posix.write(fd, buffer, buffer.length);
            if (written > 0) {
                return written;
            }
            if (posix.errno() != Errno.EINTR.intValue()) {
                throw failure("write", "a terminal");
            }
        }
    }

    private void check(long result, String call, Object subject) throws IOException {
        if (result < 0) {
            throw failure(call, subject);
        }
    }

    private IOException failure(String call, Object subject) {
        return new IOException(call + " " + subject + ": "
                + Errno.valueOf(runtime.getLastError()).description());
    }
}
