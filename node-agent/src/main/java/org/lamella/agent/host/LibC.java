package org.lamella.agent.host;

import jnr.ffi.Pointer;
import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Out;
import jnr.ffi.types.size_t;

/** What the agent needs of the C library beyond jnr-posix. Public only because jnr-ffi implements it at run time. */
public interface LibC {
    int mount(String source, String target, String type, long flags, String data);

    int umount2(String target, int flags);

    int lsetxattr(String path, String name, @In byte[] value, @size_t long size, int flags);

    long llistxattr(String path, @Out byte[] names, @size_t long size);

    long lgetxattr(String path, String name, @Out byte[] value, @size_t long size);

    int syncfs(int fd);

    int fallocate(int fd, int mode, long offset, long length);

    int if_nametoindex(String name);

    int poll(Pointer descriptors, long count, int timeoutMillis);

    int posix_openpt(int flags);

    int unlockpt(int fd);

    int ptsname_r(int fd, @Out byte[] name, @size_t long size);

    int tcgetattr(int fd, Pointer settings);

    void cfmakeraw(Pointer settings);

    int tcsetattr(int fd, int when, Pointer settings);

    int setns(int fd, int kind);

    /** Variadic in C, like {@link #syscall}. */
    int ioctl(int fd, long request, Pointer argument);

    /** Variadic in C; on every Linux architecture that a JDK runs on, two integer arguments pass as if it were not. */
    long syscall(long number, long first, long second);
}
