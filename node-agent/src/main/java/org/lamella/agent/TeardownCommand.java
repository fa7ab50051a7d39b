package org.lamella.agent;

import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "teardown",
        description =
                "Ends all contexts of a stopped agent and removes what it made on this host, but its identity, plan,"
                        + " disks and images. Takes the options that run was given.",
        mixinStandardHelpOptions = true)
final class TeardownCommand implements Callable<Integer> {
    @Mixin
    private HostOptions host;

    @Override
    public Integer call() throws IOException, InterruptedException {
        host.requireWhatContextsNeed();
        try (StateLock lock = StateLock.take(host.state())) {
            new NodeAgent(host.config(), Clock.systemUTC()).teardown();
        }
        return Main.OK;
    }
}
