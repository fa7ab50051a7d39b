package org.lamella.agent.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.lamella.agent.runtime.OciConfig.Condition;
import org.lamella.agent.runtime.OciConfig.SystemCalls;

/**
 * The system calls that contexts may make. What is not listed is refused, so that a call that a later kernel brings is refused
 * until somebody has looked at it. Nothing is allowed here that Docker's default profile refuses.
 *
 * <p>Missing are those that administer the machine (mounts, modules, clocks, swap, kexec, quotas, raw ports), those that make
 * or enter namespaces, those that have been a way into the kernel again and again and that few programs need (bpf, io_uring,
 * userfaultfd, perf_event_open), and those that are long obsolete.
 *
 * <p>And those for keys, because keys have no namespaces. Contexts are made without a keyring of their own, since the kernel gives
 * one user no more than 200 and all slivers are the same user outside, so no node could have more slivers and sessions than
 * that; and what they have instead is the agent's.
 */
final class SystemCallFilter {
    private static final String ALLOW = "SCMP_ACT_ALLOW";
    private static final String REFUSE = "SCMP_ACT_ERRNO";
    private static final int EPERM = 1;
    /** As from a kernel that has none of it: programs go on without. */
    private static final int ENOSYS = 38;

    private static final List<String> ALLOWED = words("""
            _llseek _newselect accept accept4 access adjtimex alarm arch_prctl arm_fadvise64_64 arm_sync_file_range
            bind breakpoint brk cacheflush cachestat capget capset chdir chmod chown chown32 chroot clock_adjtime
            clock_adjtime64 clock_getres clock_getres_time64 clock_gettime clock_gettime64 clock_nanosleep
            clock_nanosleep_time64 close close_range connect copy_file_range creat dup dup2 dup3 epoll_create
            epoll_create1 epoll_ctl epoll_ctl_old epoll_pwait epoll_pwait2 epoll_wait epoll_wait_old eventfd eventfd2
            execve execveat exit exit_group faccessat faccessat2 fadvise64 fadvise64_64 fallocate fanotify_mark fchdir
            fchmod fchmodat fchmodat2 fchown fchown32 fchownat fcntl fcntl64 fdatasync fgetxattr flistxattr flock fork
            fremovexattr fsetxattr fstat fstat64 fstatat64 fstatfs fstatfs64 fsync ftruncate ftruncate64 futex
            futex_requeue futex_time64 futex_wait futex_waitv futex_wake futimesat get_robust_list get_thread_area
            getcpu getcwd getdents getdents64 getegid getegid32 geteuid geteuid32 getgid getgid32 getgroups
            getgroups32 getitimer getpeername getpgid getpgrp getpid getppid getpriority getrandom getresgid
            getresgid32 getresuid getresuid32 getrlimit getrusage getsid getsockname getsockopt gettid gettimeofday
            getuid getuid32 getxattr getxattrat inotify_add_watch inotify_init inotify_init1 inotify_rm_watch
            io_cancel io_destroy io_getevents io_pgetevents io_pgetevents_time64 io_setup io_submit ioctl ioprio_get
            ioprio_set ipc kill landlock_add_rule landlock_create_ruleset landlock_restrict_self lchown lchown32
            lgetxattr link linkat listen listmount listxattr listxattrat llistxattr lremovexattr lseek lsetxattr lstat
            lstat64 madvise map_shadow_stack membarrier memfd_create memfd_secret mincore mkdir mkdirat mknod mknodat
            mlock mlock2 mlockall mmap mmap2 modify_ldt mprotect mq_getsetattr mq_notify mq_open mq_timedreceive
            mq_timedreceive_time64 mq_timedsend mq_timedsend_time64 mq_unlink mremap mseal msgctl msgget msgrcv msgsnd
            msync munlock munlockall munmap name_to_handle_at nanosleep newfstatat open openat openat2 pause
            pidfd_open pidfd_send_signal pipe pipe2 pkey_alloc pkey_free pkey_mprotect poll ppoll ppoll_time64 prctl
            pread64 preadv preadv2 prlimit64 process_mrelease process_vm_readv process_vm_writev pselect6
            pselect6_time64 ptrace pwrite64 pwritev pwritev2 read readahead readlink readlinkat readv recv recvfrom
            recvmmsg recvmmsg_time64 recvmsg remap_file_pages removexattr removexattrat rename renameat renameat2
            restart_syscall riscv_hwprobe rmdir rseq rt_sigaction rt_sigpending rt_sigprocmask rt_sigqueueinfo
            rt_sigreturn rt_sigsuspend rt_sigtimedwait rt_sigtimedwait_time64 rt_tgsigqueueinfo sched_get_priority_max
            sched_get_priority_min sched_getaffinity sched_getattr sched_getparam sched_getscheduler
            sched_rr_get_interval sched_rr_get_interval_time64 sched_setaffinity sched_setattr sched_setparam
            sched_setscheduler sched_yield seccomp select semctl semget semop semtimedop semtimedop_time64 send
            sendfile sendfile64 sendmmsg sendmsg sendto set_robust_list set_thread_area set_tid_address set_tls
            setfsgid setfsgid32 setfsuid setfsuid32 setgid setgid32 setgroups setgroups32 setitimer setpgid
            setpriority setregid setregid32 setresgid setresgid32 setresuid setresuid32 setreuid setreuid32 setrlimit
            setsid setsockopt setuid setuid32 setxattr setxattrat shmat shmctl shmdt shmget shutdown sigaltstack
            signalfd signalfd4 sigprocmask sigreturn socketcall socketpair splice stat stat64 statfs statfs64
            statmount statx symlink symlinkat sync sync_file_range sync_file_range2 syncfs sysinfo tee tgkill time
            timer_create timer_delete timer_getoverrun timer_gettime timer_gettime64 timer_settime timer_settime64
            timerfd_create timerfd_gettime timerfd_gettime64 timerfd_settime timerfd_settime64 times tkill truncate
            truncate64 ugetrlimit umask uname unlink unlinkat uretprobe utime utimensat utimensat_time64 utimes vfork
            vmsplice wait4 waitid waitpid write writev
            """);

    /** The C library makes threads by {@code clone} where there is no {@code clone3}, whose flags no filter can see. */
    private static final List<String> ABSENT = List.of("add_key", "clone3", "keyctl", "request_key");

    /** What comes with a capability that not every context has. */
    private static final Map<String, List<String>> WITH_CAPABILITY = Map.of(
            "CAP_SYS_BOOT", List.of("reboot"),
            "CAP_SYS_NICE", List.of("get_mempolicy", "mbind", "set_mempolicy", "set_mempolicy_home_node"),
            "CAP_SYS_PTRACE", List.of("kcmp", "pidfd_getfd", "process_madvise"));

    /** CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET. */
    private static final long NEW_NAMESPACES = 0x7E02_0000L;

    /** Linux, Linux on 32 bits, both with the short uname of 2.6, and the question which it is. */
    private static final List<Long> PERSONALITIES = List.of(0L, 0x8L, 0x2_0000L, 0x2_0008L, 0xFFFF_FFFFL);

    /** Up to 45 without what has no namespaces (AF_ALG, AF_VSOCK) and families of networks that are no more. */
    private static final List<Long> SOCKET_FAMILIES = IntStream.rangeClosed(0, 45)
            .filter(family -> !Set.of(12, 19, 20, 23, 25, 34, 37, 38, 40).contains(family))
            .mapToObj(Long::valueOf)
            .toList();

    private SystemCallFilter() {}

    /** @param capabilities what the context may have at most */
    static OciConfig.Seccomp forThisMachine(Set<String> capabilities) {
        List<SystemCalls> calls = new ArrayList<>();
        calls.add(allow(ALLOWED));
        WITH_CAPABILITY.forEach((capability, more) -> {
            if (capabilities.contains(capability)) {
                calls.add(allow(more));
            }
        });
        calls.add(new SystemCalls(List.of("clone"), ALLOW, List.of(Condition.noneOf(0, NEW_NAMESPACES))));
        PERSONALITIES.forEach(
                value -> calls.add(new SystemCalls(List.of("personality"), ALLOW, List.of(Condition.is(0, value)))));
        SOCKET_FAMILIES.forEach(
                family -> calls.add(new SystemCalls(List.of("socket"), ALLOW, List.of(Condition.is(0, family)))));
        calls.add(new SystemCalls(ABSENT, REFUSE, ENOSYS));
        return new OciConfig.Seccomp(REFUSE, EPERM, architectures(System.getProperty("os.arch")), calls);
    }

    private static SystemCalls allow(List<String> names) {
        return new SystemCalls(names, ALLOW, List.of());
    }

    private static List<String> words(String text) {
        return Stream.of(text.strip().split("\\s+", -1)).toList();
    }

    /**
     * With those whose programs the machine can also run: a filter kills what makes calls of an architecture it does not name. x32
     * is left out: kernels have it switched off, and a third of the rules is a third of the time it takes to make the filter.
     */
    static List<String> architectures(String machine) {
        return switch (machine) {
            case "amd64" -> List.of("SCMP_ARCH_X86_64", "SCMP_ARCH_X86");
            case "aarch64" -> List.of("SCMP_ARCH_AARCH64", "SCMP_ARCH_ARM");
            default -> List.of();
        };
    }
}
