package org.lamella.agent.cpu;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.lamella.agent.cgroups.Cgroups;
import org.lamella.agent.plan.SliverCpu;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks after the slivers' CPU time, five times a second, as long as the agent lives. The weights it has set outlive it. */
public final class CpuKeeper implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(CpuKeeper.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

    private final CgroupCpu groups;
    private final CpuControl control;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final List<Thread> threads = new CopyOnWriteArrayList<>();

    public CpuKeeper(Cgroups cgroups) {
        this.groups = new CgroupCpu(cgroups);
        this.control = new CpuControl(groups);
    }

    /** @param promises what each sliver that runs is promised, by slice; asked at each look */
    public void start(Supplier<Map<String, SliverCpu>> promises) {
        threads.add(Thread.ofPlatform().name("cpu-keeper").daemon().start(() -> run(promises)));
    }

    /** What a sliver was promised and missed; empty for one that does not run, and where the kernel does not tell. */
    public Optional<CpuDelivered> delivered(String slice) {
        return control.delivered(slice);
    }

    private void run(Supplier<Map<String, SliverCpu>> promises) {
        long last = System.nanoTime();
        boolean weighed = false;
        try (groups) {
            while (!ended.await(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS)) {
                long now = System.nanoTime();
                Map<String, SliverCpu> promised = promises.get();
                groups.keepOnly(promised.keySet());
                weighed = !promised.isEmpty() && (weighed || weighAll());
                control.look(promised, Duration.ofNanos(now - last));
                last = now;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean weighAll() {
        try {
            groups.weighAll();
            return true;
        } catch (IOException e) {
            log.warn("the slivers together have no weight against the host's processes: {}", e.getMessage());
            return false;
        }
    }

    @Override
    public void close() throws InterruptedException {
        ended.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
