package org.lamella.agent.runtime;

import java.util.List;
import org.lamella.agent.storage.ImageIds;

/**
 * Upper bounds that a context has from its start on.
 *
 * @param openFiles of one process
 * @param lockedMemoryBytes of one process
 * @param sharedMemoryBytes of System V, in all; as much again in {@code /dev/shm}
 */
public record ProcessBounds(long openFiles, long lockedMemoryBytes, long sharedMemoryBytes) {
    private static final long OPEN_FILES_SOFT = 1024;
    private static final long PAGE = 4096;

    List<OciConfig.Limit> limits() {
        return List.of(
                new OciConfig.Limit("RLIMIT_NOFILE", openFiles, Math.min(OPEN_FILES_SOFT, openFiles)),
                new OciConfig.Limit("RLIMIT_MEMLOCK", lockedMemoryBytes, lockedMemoryBytes));
    }

    /**
     * Sets what holds for the whole of an IPC namespace, from outside: nobody inside can. Kernels before 6.12 let the host's root
     * do it, later ones the namespace's own, who is somebody else. The script gets the context's state, as OCI hooks do, for
     * the number of a process in there.
     */
    String sharedMemoryScript() {
        return """
                while read -r line || [ -n "$line" ]; do
                  case $line in *'"pid":'*) pid=${line#*'"pid":'}; pid=${pid# }; pid=${pid%%%%[!0-9]*};; esac
                done
                set='echo %1$d >/proc/sys/kernel/shmmax && echo %2$d >/proc/sys/kernel/shmall'
                exec nsenter --target "$pid" --ipc sh -c \
                  'if [ -w /proc/sys/kernel/shmmax ]; then eval "$0"; else exec setpriv --reuid=%3$d sh -c "$0"; fi' "$set"
                """.formatted(sharedMemoryBytes, (sharedMemoryBytes + PAGE - 1) / PAGE, ImageIds.SHIFT);
    }
}
