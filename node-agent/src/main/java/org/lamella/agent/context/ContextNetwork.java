package org.lamella.agent.context;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.lamella.agent.host.Posix;
import org.lamella.agent.runtime.InsideNetwork;

/** Goes by a thread that is made for it and never used again: the way back is none, so none can be forgotten. */
record ContextNetwork(Posix posix, Inventory inventory) implements InsideNetwork {
    @Override
    public <T> T open(String slice, Callable<T> action) throws IOException {
        long init = inventory.running(slice).initPid();
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("network of " + slice).start(() -> {
            try {
                posix.enterNetworkOf(init);
                // Again, now that it cannot become another's: the number may have been a later process's already.
                inventory.running(slice);
                result.complete(action.call());
            } catch (Exception e) {
                result.completeExceptionally(e);
            }
        });
        try {
            return result.get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted on the way into the network of " + slice, e);
        }
    }

    @Override
    public String address(String slice) throws IOException {
        return inventory.running(slice).address();
    }
}
