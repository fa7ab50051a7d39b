package org.lamella.agent.plan;

import java.util.Objects;

/** What a sliver is promised of its node. All of it can change while it runs. */
public record SliverPromise(SliverCpu cpu, SliverTraffic traffic, SliverMemory memory, SliverIo io) {
    /** Nothing reserved, and as much of the rest as any other. */
    public static final SliverPromise FAIR =
            new SliverPromise(SliverCpu.FAIR, SliverTraffic.FAIR, SliverMemory.NONE, SliverIo.FAIR);

    public SliverPromise {
        // Plans that were saved by an older agent do not have all parts.
        cpu = Objects.requireNonNullElse(cpu, SliverCpu.FAIR);
        traffic = Objects.requireNonNullElse(traffic, SliverTraffic.FAIR);
        memory = Objects.requireNonNullElse(memory, SliverMemory.NONE);
        io = Objects.requireNonNullElse(io, SliverIo.FAIR);
    }

    public SliverPromise with(SliverCpu other) {
        return new SliverPromise(other, traffic, memory, io);
    }

    public SliverPromise with(SliverTraffic other) {
        return new SliverPromise(cpu, other, memory, io);
    }

    public SliverPromise with(SliverMemory other) {
        return new SliverPromise(cpu, traffic, other, io);
    }

    public SliverPromise with(SliverIo other) {
        return new SliverPromise(cpu, traffic, memory, other);
    }
}
