package org.lamella.agentlink;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.lamella.nodes.AgentSettings;
import org.lamella.protocol.DiskPart;
import org.lamella.protocol.DiskTaken;
import org.lamella.slivers.SliverMoves;
import org.lamella.slivers.SliverMoves.Side;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Hands disks from the node that sends one to the node that takes it. Nothing of a disk is kept here: a part is asked of the one
 * when the other has taken the last. What breaks off is begun anew by both, for as long as their plans say so.
 *
 * <p>Both must be attached to this replica. Nodes that stay with another one are told so, and the move says it.
 */
@Component
class DiskTransfers {
    private static final Logger log = LoggerFactory.getLogger(DiskTransfers.class);
    private static final Duration SAID_EVERY = Duration.ofSeconds(1);

    private final SliverMoves moves;
    private final Duration patience;
    private final Map<Long, Transfer> transfers = new ConcurrentHashMap<>();

    DiskTransfers(SliverMoves moves, AgentSettings settings) {
        this.moves = moves;
        this.patience = settings.sessionPatience();
    }

    /** A node sends a disk. */
    StreamObserver<DiskPart> send(long nodeId, ServerCallStreamObserver<DiskTaken> node) {
        return new FromSender(nodeId, node);
    }

    /** A node takes a disk. */
    StreamObserver<DiskTaken> take(long nodeId, ServerCallStreamObserver<DiskPart> node) {
        return new FromTaker(nodeId, node);
    }

    private boolean isIts(long transfer, long nodeId, Side side) {
        return moves.sideOf(transfer, nodeId).equals(Optional.of(side));
    }

    /** The two ends of one disk. Whichever breaks, the other is told, and both come anew. */
    private static final class Transfer {
        private ServerCallStreamObserver<DiskTaken> sender;
        private ServerCallStreamObserver<DiskPart> taker;
        private boolean over;
        private long said;

        synchronized void wake() {
            notifyAll();
        }

        synchronized boolean takes(ServerCallStreamObserver<DiskPart> node) {
            if (taker != null || over) {
                return false;
            }
            taker = node;
            notifyAll();
            return true;
        }

        synchronized boolean sends(ServerCallStreamObserver<DiskTaken> node) {
            if (sender != null || over) {
                return false;
            }
            sender = node;
            return true;
        }

        /** @return whether there is one, when the time is over at the latest */
        synchronized boolean awaitTaker(Duration patience) throws InterruptedException {
            long until = System.nanoTime() + patience.toNanos();
            for (long left = patience.toMillis(); taker == null && !over && left > 0; ) {
                wait(left);
                left = (until - System.nanoTime()) / 1_000_000;
            }
            return taker != null && !over;
        }

        /** Blocks until the taker has room. @return false when it is over */
        synchronized boolean pass(DiskPart part) throws InterruptedException {
            while (!over && !taker.isReady() && !taker.isCancelled()) {
                wait();
            }
            if (over || taker.isCancelled()) {
                return false;
            }
            taker.onNext(part);
            return true;
        }

        synchronized boolean isTimeToSay(long now) {
            if (now - said < SAID_EVERY.toNanos()) {
                return false;
            }
            said = now;
            return true;
        }

        synchronized void end(Status status, boolean kept) {
            if (over) {
                return;
            }
            over = true;
            if (sender != null && !sender.isCancelled()) {
                if (kept) {
                    sender.onNext(DiskTaken.newBuilder().setKept(true).build());
                    sender.onCompleted();
                } else {
                    sender.onError(status.asRuntimeException());
                }
            }
            if (taker != null && !taker.isCancelled()) {
                if (kept) {
                    taker.onCompleted();
                } else {
                    taker.onError(status.asRuntimeException());
                }
            }
            notifyAll();
        }
    }

    private void end(long id, Transfer transfer, Status status, boolean kept) {
        transfers.remove(id, transfer);
        transfer.end(status, kept);
    }

    private static Status away(RuntimeException e) {
        return Status.UNAVAILABLE
                .withDescription("the database is away, try again")
                .withCause(e);
    }

    /** What the sending node says. Handled one message at a time; the next is asked for when this one has been passed on. */
    private final class FromSender implements StreamObserver<DiskPart> {
        private final long nodeId;
        private final ServerCallStreamObserver<DiskTaken> node;
        private long id;
        private volatile Transfer transfer;
        private boolean refused;
        private long total;
        private long copied;

        FromSender(long nodeId, ServerCallStreamObserver<DiskTaken> node) {
            this.nodeId = nodeId;
            this.node = node;
            node.setOnCancelHandler(this::gone);
        }

        @Override
        public void onNext(DiskPart part) {
            try {
                if (transfer != null) {
                    pass(part);
                } else if (!refused) {
                    begin(part);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                gone();
            } catch (DataAccessException | TransactionException e) {
                log.warn("a transfer of node {} breaks off: the database is away: {}", nodeId, e.getMessage());
                if (transfer == null) {
                    refuse(away(e));
                } else {
                    end(id, transfer, away(e), false);
                }
            }
        }

        private void refuse(Status status) {
            refused = true;
            node.onError(status.asRuntimeException());
        }

        private void begin(DiskPart part) throws InterruptedException {
            id = part.getTransfer();
            if (!isIts(id, nodeId, Side.SENDS)) {
                refuse(Status.NOT_FOUND.withDescription("no such disk is asked for"));
                return;
            }
            if (part.hasRefused()) {
                moves.fail(id, WireFormat.text(part.getRefused().getReason()));
                refused = true;
                node.onCompleted();
                return;
            }
            Transfer its = transfers.computeIfAbsent(id, number -> new Transfer());
            if (!its.sends(node)) {
                refuse(Status.ALREADY_EXISTS.withDescription("it is being sent already"));
                return;
            }
            transfer = its;
            total = part.getBegin().getDataBytes();
            if (!its.awaitTaker(patience)) {
                String why =
                        "the node that it goes to is not attached to the same replica of the control plane, or is away";
                moves.waits(id, why, false);
                end(id, its, Status.UNAVAILABLE.withDescription(why), false);
                return;
            }
            moves.progress(id, 0, total);
            pass(part);
        }

        private void pass(DiskPart part) throws InterruptedException {
            if (!transfer.pass(part)) {
                end(id, transfer, Status.UNAVAILABLE.withDescription("the node that takes it went away"), false);
                return;
            }
            copied += part.getData().getBytes().size();
            if (part.hasEnd() || transfer.isTimeToSay(System.nanoTime())) {
                moves.progress(id, copied, part.hasEnd() ? copied : total);
            }
        }

        private void gone() {
            if (transfer != null) {
                end(id, transfer, Status.UNAVAILABLE.withDescription("the node that sends it went away"), false);
            }
        }

        @Override
        public void onError(Throwable broken) {
            gone();
        }

        /** It waits for the other's answer. */
        @Override
        public void onCompleted() {}
    }

    private final class FromTaker implements StreamObserver<DiskTaken> {
        private final long nodeId;
        private final ServerCallStreamObserver<DiskPart> node;
        private long id;
        private volatile Transfer transfer;
        private boolean refused;

        FromTaker(long nodeId, ServerCallStreamObserver<DiskPart> node) {
            this.nodeId = nodeId;
            this.node = node;
            node.setOnReadyHandler(this::ready);
            node.setOnCancelHandler(this::gone);
        }

        private void ready() {
            Transfer its = transfer;
            if (its != null) {
                its.wake();
            }
        }

        @Override
        public void onNext(DiskTaken message) {
            try {
                answer(message);
            } catch (DataAccessException | TransactionException e) {
                log.warn("a transfer to node {} breaks off: the database is away: {}", nodeId, e.getMessage());
                if (transfer == null) {
                    refuse(away(e));
                } else {
                    end(id, transfer, away(e), false);
                }
            }
        }

        private void answer(DiskTaken message) {
            if (refused || (transfer == null && !begin(message))) {
                return;
            }
            if (message.hasWaits()) {
                moves.waits(id, WireFormat.text(message.getWaits()), true);
            } else if (message.hasRefused()) {
                moves.fail(id, WireFormat.text(message.getRefused().getReason()));
                end(id, transfer, Status.FAILED_PRECONDITION.withDescription("the other node cannot take it"), false);
            } else if (message.hasKept()) {
                boolean moved = moves.kept(id, nodeId);
                end(id, transfer, Status.FAILED_PRECONDITION.withDescription("it does not move any more"), moved);
            }
        }

        private void refuse(Status status) {
            refused = true;
            node.onError(status.asRuntimeException());
        }

        private boolean begin(DiskTaken message) {
            id = message.getTransfer();
            if (!isIts(id, nodeId, Side.TAKES)) {
                refuse(Status.NOT_FOUND.withDescription("no such disk comes to this node"));
                return false;
            }
            Transfer its = transfers.computeIfAbsent(id, number -> new Transfer());
            if (!its.takes(node)) {
                refuse(Status.ALREADY_EXISTS.withDescription("it is being taken already"));
                return false;
            }
            transfer = its;
            return true;
        }

        private void gone() {
            if (transfer != null) {
                end(id, transfer, Status.UNAVAILABLE.withDescription("the node that takes it went away"), false);
            }
        }

        @Override
        public void onError(Throwable broken) {
            gone();
        }

        @Override
        public void onCompleted() {}
    }
}
