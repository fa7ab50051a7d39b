package org.lamella.agent.controllink;

import io.grpc.ManagedChannel;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.lamella.agent.context.DiskMoves;
import org.lamella.agent.plan.ArrivingDisk;
import org.lamella.agent.plan.Goal;
import org.lamella.agent.plan.NodePlan;
import org.lamella.agent.plan.SliverPlan;
import org.lamella.protocol.DiskPart;
import org.lamella.protocol.DiskTaken;
import org.lamella.protocol.LinkGrpc;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends and takes the disks that the plan says are to move. For each there is one thread, which tries until it is done or the
 * plan says nothing of it any more; each try begins anew, on a connection of its own.
 */
final class Transfers implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Transfers.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Transport transport;
    private final DiskMoves disks;
    private final Supplier<NodePlan> plans;
    private final Map<Transfer, Thread> running = new HashMap<>();
    private volatile Replica replica;
    private boolean closed;

    private record Replica(InetSocketAddress address, SslContext tls) {}

    /** @param outgoing whether this node sends it */
    private record Transfer(long number, boolean outgoing, ArrivingDisk disk) {}

    Transfers(Transport transport, DiskMoves disks, Supplier<NodePlan> plans) {
        this.transport = transport;
        this.disks = disks;
        this.plans = plans;
    }

    /**
     * Looks what the plan says now.
     *
     * @param address of the replica that sent it: only through the one that both nodes are attached to can a disk go
     */
    synchronized void follow(InetSocketAddress address, SslContext tls) {
        replica = new Replica(address, tls);
        NodePlan plan = plans.get();
        if (closed || plan.generation() == NodePlan.NONE.generation()) {
            return;
        }
        Set<Transfer> wanted = wanted(plan);
        running.entrySet().removeIf(entry -> {
            if (!wanted.contains(entry.getKey())) {
                entry.getValue().interrupt();
                return true;
            }
            return false;
        });
        for (Transfer transfer : wanted) {
            running.computeIfAbsent(
                    transfer,
                    next -> Thread.ofPlatform()
                            .name("transfer-" + next.number())
                            .daemon()
                            .start(() -> perform(next)));
        }
        try {
            disks.settle(plan);
        } catch (IOException e) {
            log.warn("disks that are not to come are not removed: {}", e.getMessage());
        }
    }

    private static Set<Transfer> wanted(NodePlan plan) {
        Set<Transfer> wanted = new HashSet<>();
        for (ArrivingDisk disk : plan.arriving()) {
            wanted.add(new Transfer(disk.transfer(), false, disk));
        }
        for (SliverPlan sliver : plan.slivers()) {
            long number = sliver.moving().sendAs();
            if (number != 0 && sliver.goal() == Goal.STOPPED) {
                wanted.add(new Transfer(number, true, new ArrivingDisk(number, sliver.slice(), sliver.incarnation())));
            }
        }
        return wanted;
    }

    private void perform(Transfer transfer) {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                if (attempt(transfer)) {
                    return;
                }
            } catch (IOException | RuntimeException e) {
                log.info(
                        "transfer {} of {} is tried again: {}",
                        transfer.number(),
                        transfer.disk().slice(),
                        e.getMessage());
            }
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** @return whether there is nothing left to do */
    private boolean attempt(Transfer transfer) throws IOException {
        Replica now = replica;
        ManagedChannel channel = transport.open(now.address(), now.tls());
        try {
            return transfer.outgoing() ? send(transfer, channel) : take(transfer, channel);
        } finally {
            channel.shutdownNow();
        }
    }

    private boolean send(Transfer transfer, ManagedChannel channel) throws IOException {
        String slice = transfer.disk().slice();
        try (DiskMoves.Outgoing disk = disks.open(sliver(transfer));
                BlockingCall<DiskPart, DiskTaken> call = new BlockingCall<>()) {
            LinkGrpc.newStub(channel).sendDisk(call);
            call.send(TransferFormat.begin(transfer.number(), disk.head()));
            for (var piece = disk.pieces().next();
                    piece.isPresent();
                    piece = disk.pieces().next()) {
                call.send(TransferFormat.data(piece.get()));
            }
            call.send(TransferFormat.end(disk.pieces().digest()));
            call.complete();
            boolean arrived = call.next().map(DiskTaken::hasKept).orElse(false);
            log.info("the disk of {} was sent away{}", slice, arrived ? ", and is kept there" : "");
            return arrived;
        } catch (DiskMoves.Impossible e) {
            try (BlockingCall<DiskPart, DiskTaken> call = new BlockingCall<>()) {
                LinkGrpc.newStub(channel).sendDisk(call);
                call.send(TransferFormat.partRefused(transfer.number(), e.getMessage()));
                call.complete();
                call.next();
                return true;
            }
        }
    }

    private SliverPlan sliver(Transfer transfer) throws IOException {
        return plans.get().slivers().stream()
                .filter(sliver -> sliver.moving().sendAs() == transfer.number())
                .findFirst()
                .orElseThrow(() -> new IOException("the plan has no such sliver any more"));
    }

    private boolean take(Transfer transfer, ManagedChannel channel) throws IOException {
        try (BlockingCall<DiskTaken, DiskPart> call = new BlockingCall<>()) {
            LinkGrpc.newStub(channel).takeDisk(call);
            if (disks.isKept(transfer.disk())) {
                // Said before, and not heard: the end of an earlier try was lost.
                call.send(TransferFormat.kept(transfer.number()));
                call.complete();
                return call.next().isEmpty();
            }
            call.send(TransferFormat.ready(transfer.number()));
            DiskPart first = call.next().orElseThrow(() -> new IOException("the stream ended before it began"));
            try (DiskMoves.Incoming disk = begin(transfer, first, call)) {
                receive(transfer, call, disk);
            } catch (DiskMoves.Impossible e) {
                call.send(TransferFormat.takeRefused(transfer.number(), e.getMessage()));
            }
            call.complete();
            call.next();
            return true;
        }
    }

    private DiskMoves.Incoming begin(Transfer transfer, DiskPart first, BlockingCall<DiskTaken, DiskPart> call)
            throws IOException {
        try {
            return disks.take(transfer.disk(), TransferFormat.head(first.getBegin()), plans.get());
        } catch (DiskMoves.Impossible e) {
            throw e;
        } catch (IOException e) {
            call.send(TransferFormat.waits(transfer.number(), e.getMessage()));
            throw e;
        }
    }

    private static void receive(Transfer transfer, BlockingCall<DiskTaken, DiskPart> call, DiskMoves.Incoming disk)
            throws IOException {
        while (true) {
            DiskPart part = call.next().orElseThrow(() -> new IOException("the stream ended before the disk did"));
            if (part.hasData()) {
                disk.write(part.getData().getOffset(), part.getData().getBytes().asReadOnlyByteBuffer());
            } else if (part.hasEnd()) {
                disk.keep(part.getEnd().getDigest());
                call.send(TransferFormat.kept(transfer.number()));
                return;
            }
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        running.values().forEach(Thread::interrupt);
    }
}
