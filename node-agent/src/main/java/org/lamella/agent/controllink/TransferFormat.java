package org.lamella.agent.controllink;

import com.google.protobuf.UnsafeByteOperations;
import org.lamella.agent.plan.SliverDisk;
import org.lamella.agent.storage.DiskHead;
import org.lamella.agent.storage.DiskReader;
import org.lamella.protocol.DiskBegin;
import org.lamella.protocol.DiskData;
import org.lamella.protocol.DiskEnd;
import org.lamella.protocol.DiskPart;
import org.lamella.protocol.DiskPlan;
import org.lamella.protocol.DiskTaken;
import org.lamella.protocol.TransferRefused;

/** Disks that move, to and from protobuf. */
final class TransferFormat {
    private TransferFormat() {}

    static DiskPart begin(long transfer, DiskHead head) {
        return DiskPart.newBuilder()
                .setTransfer(transfer)
                .setBegin(DiskBegin.newBuilder()
                        .setBytes(head.bytes())
                        .setDataBytes(head.dataBytes())
                        .setImage(head.image())
                        .setImageDigest(head.imageDigest())
                        .setLimit(DiskPlan.newBuilder()
                                .setBytes(head.limit().bytes())
                                .setInodes(head.limit().inodes())))
                .build();
    }

    static DiskHead head(DiskBegin begin) {
        return new DiskHead(
                begin.getBytes(),
                begin.getDataBytes(),
                begin.getImage(),
                begin.getImageDigest(),
                new SliverDisk(begin.getLimit().getBytes(), begin.getLimit().getInodes()));
    }

    static DiskPart data(DiskReader.Piece piece) {
        return DiskPart.newBuilder()
                .setData(DiskData.newBuilder()
                        .setOffset(piece.offset())
                        // The piece's memory is its own, and never written to again.
                        .setBytes(UnsafeByteOperations.unsafeWrap(piece.bytes())))
                .build();
    }

    static DiskPart end(String digest) {
        return DiskPart.newBuilder()
                .setEnd(DiskEnd.newBuilder().setDigest(digest))
                .build();
    }

    static DiskPart partRefused(long transfer, String reason) {
        return DiskPart.newBuilder()
                .setTransfer(transfer)
                .setRefused(TransferRefused.newBuilder().setReason(reason))
                .build();
    }

    static DiskTaken ready(long transfer) {
        return DiskTaken.newBuilder().setTransfer(transfer).setReady(true).build();
    }

    static DiskTaken kept(long transfer) {
        return DiskTaken.newBuilder().setTransfer(transfer).setKept(true).build();
    }

    static DiskTaken waits(long transfer, String why) {
        return DiskTaken.newBuilder().setTransfer(transfer).setWaits(why).build();
    }

    static DiskTaken takeRefused(long transfer, String reason) {
        return DiskTaken.newBuilder()
                .setTransfer(transfer)
                .setRefused(TransferRefused.newBuilder().setReason(reason))
                .build();
    }
}
