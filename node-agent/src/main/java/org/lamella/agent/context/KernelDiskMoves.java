package org.lamella.agent.context;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.lamella.agent.plan.ArrivingDisk;
import org.lamella.agent.plan.ImagePlan;
import org.lamella.agent.plan.NodePlan;
import org.lamella.agent.plan.SliverDisk;
import org.lamella.agent.plan.SliverPlan;
import org.lamella.agent.storage.Availability;
import org.lamella.agent.storage.DiskHead;
import org.lamella.agent.storage.DiskImages;
import org.lamella.agent.storage.DiskReader;
import org.lamella.agent.storage.DiskWriter;
import org.lamella.agent.storage.Images;

/** Disks of real slivers. */
final class KernelDiskMoves implements DiskMoves {
    private final Folders folders;
    private final Disks disks;
    private final DiskImages diskImages;
    private final Images images;

    KernelDiskMoves(Folders folders, Disks disks, DiskImages diskImages, Images images) {
        this.folders = folders;
        this.disks = disks;
        this.diskImages = diskImages;
        this.images = images;
    }

    @Override
    public Outgoing open(SliverPlan sliver) throws IOException {
        String slice = sliver.slice();
        long incarnation = sliver.incarnation();
        if (!disks.exists(slice, incarnation) && !disks.adopt(sliver)) {
            throw new Impossible("this node has no disk of " + slice);
        }
        Path image = folders.diskImage(slice, incarnation);
        if (Files.exists(folders.mountedDisk(slice)) || diskImages.isInUse(image)) {
            throw new IOException("the disk of " + slice + " is still in use");
        }
        diskImages.check(image);
        Disks.Disk disk = disks.read(slice, incarnation);
        SliverDisk limit = disks.limit(slice, incarnation);
        DiskReader pieces = diskImages.read(image);
        return new Outgoing(
                new DiskHead(
                        Files.size(image),
                        Math.min(pieces.dataBytes(), Files.size(image)),
                        disk.image(),
                        disk.imageDigest(),
                        limit),
                pieces);
    }

    @Override
    public Incoming take(ArrivingDisk disk, DiskHead head, NodePlan plan) throws IOException {
        requireImage(head, plan);
        try {
            disks.requireRoom(head.dataBytes());
        } catch (IOException e) {
            throw new Impossible(e.getMessage());
        }
        Path made = disks.beginArrival(disk);
        DiskWriter writer = diskImages.write(made.resolve(Disks.IMAGE), head);
        return new Incoming() {
            @Override
            public void write(long offset, ByteBuffer bytes) throws IOException {
                writer.write(offset, bytes);
            }

            @Override
            public void keep(String digest) throws IOException {
                writer.finish(digest);
                disks.keepArrival(made, disk, head);
            }

            @Override
            public void close() throws IOException {
                writer.close();
                disks.dropArrival(made);
            }
        };
    }

    /** What a sliver has written fits the very image that it was written over: another of the same name is as good as none. */
    private void requireImage(DiskHead head, NodePlan plan) throws IOException {
        if (images.find(head.image(), head.imageDigest()).isPresent()) {
            return;
        }
        ImagePlan wanted = plan.images().stream()
                .filter(image -> image.name().equals(head.image()))
                .findFirst()
                .orElseThrow(() -> new IOException("the plan does not tell of image " + head.image() + " yet"));
        switch (images.ensure(wanted)) {
            case Availability.Ready ready -> {
                if (!ready.image().digest().equals(head.imageDigest())) {
                    throw new Impossible("its disk lies on image " + head.image() + " " + head.imageDigest()
                            + "; on this node that image is " + ready.image().digest());
                }
            }
            case Availability.Building building ->
                throw new IOException("building image " + head.image() + ": " + building.percent() + " %");
            case Availability.Failed failed -> throw new Impossible(failed.reason());
        }
    }

    @Override
    public boolean isKept(ArrivingDisk disk) throws IOException {
        return disks.isArrived(disk);
    }

    @Override
    public void settle(NodePlan plan) throws IOException {
        Set<ArrivingDisk> kept = new HashSet<>(plan.arriving());
        for (SliverPlan sliver : plan.slivers()) {
            if (sliver.moving().isBrought()) {
                disks.adopt(sliver);
                kept.add(Disks.arrival(sliver));
            }
        }
        disks.dropArrivalsBut(kept);
    }
}
