package org.lamella.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import jnr.ffi.LibraryLoader;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.lamella.agent.host.Posix;

/**
 * Takes the thread that runs the tests out of the host's network namespace, once for a JVM. Threads and processes that it
 * starts from then on are in the new one too; when the JVM ends, that is gone with all that is in it.
 */
public final class OwnNetworkNamespace implements ExecutionCondition {
    private static final int CLONE_NEWNET = 0x40000000;
    private static final Path NAMESPACE = Path.of("/proc/thread-self/ns/net");

    /** Public only because jnr-ffi implements it at run time. */
    public interface LibC {
        int unshare(int flags);
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (!Posix.open().isRoot()) {
            return ConditionEvaluationResult.disabled("real contexts can only be built by root");
        }
        try {
            enter();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return ConditionEvaluationResult.enabled("root, in network namespace of its own");
    }

    private static void enter() throws IOException {
        // The JVM's first thread never runs Java code, and stays where it was.
        if (current().equals(Files.readSymbolicLink(Path.of("/proc/self/ns/net")))
                && LibraryLoader.create(LibC.class).load("c").unshare(CLONE_NEWNET) != 0) {
            throw new IllegalStateException("unshare(CLONE_NEWNET) failed");
        }
        Path ofVirtualThreads = CompletableFuture.supplyAsync(
                        OwnNetworkNamespace::current, task -> Thread.ofVirtual().start(task))
                .join();
        if (!ofVirtualThreads.equals(current())) {
            throw new IllegalStateException("virtual threads were used in this JVM before its first kernel test");
        }
    }

    private static Path current() {
        try {
            return Files.readSymbolicLink(NAMESPACE);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
