package org.lamella.slivers;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lamella.access.Caller;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.access.Scope;
import org.lamella.slices.DiskLimit;
import org.lamella.slices.SliceAccess;
import org.lamella.slices.SliceDisks;
import org.lamella.web.Body;
import org.lamella.web.InvalidInput;
import org.lamella.web.JsonFields;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** How much slivers may keep on their nodes beside their image, and how much they do. */
@RestController
@RequestMapping("/api/v1/slices/{slice}")
class DiskController {
    private static final int SLIVERS_SHOWN = 1000;

    private final SliceDisks slices;
    private final SliverDisks slivers;
    private final SliceAccess access;

    /**
     * @param bytes null, or left out: the usual limit of both; one that is larger holds at once, one that is smaller for disks that
     *     are made from now on
     * @param inodes null, or left out: one for each 20 kB
     * @param force whether it is to be set even where more is in use, for disks that are made from now on; false unless said
     */
    record DiskRequest(
            @Nullable Long bytes,
            @Nullable Long inodes,
            @Nullable Boolean force) {}

    private record Wish(Optional<DiskLimit> limit, boolean force) {}

    /**
     * @param own whether the limit was set for this slice; otherwise it is the usual one
     * @param slivers the fullest 1,000
     */
    record SliceDisk(String slice, long bytes, long inodes, boolean own, List<SliverDisk> slivers) {}

    /**
     * @param bytes what is wanted
     * @param own whether it was set for this sliver; otherwise it is the slice's
     * @param thereBytes what its file system holds on the node, without what that needs for itself; null before it is made
     */
    record SliverDisk(
            String node,
            long bytes,
            long inodes,
            boolean own,
            @Nullable Long usedBytes,
            @Nullable Long thereBytes,
            @Nullable Long usedInodes,
            @Nullable Long thereInodes) {
        static SliverDisk of(SliverDisks.Row row) {
            DiskUse use = row.use().orElse(null);
            return new SliverDisk(
                    row.node(),
                    row.limit().bytes(),
                    row.limit().inodes(),
                    row.own(),
                    use == null ? null : use.usedBytes(),
                    use == null ? null : use.bytes(),
                    use == null ? null : use.usedInodes(),
                    use == null ? null : use.inodes());
        }
    }

    DiskController(SliceDisks slices, SliverDisks slivers, SliceAccess access) {
        this.slices = slices;
        this.slivers = slivers;
        this.access = access;
    }

    @Permitted(To.SIGNED_IN)
    @GetMapping("/disk")
    SliceDisk show(Caller caller, @PathVariable String slice) {
        access.requireVisible(caller, slice);
        Optional<DiskLimit> own = slices.own(slice);
        DiskLimit limit = own.orElseGet(slices::usual);
        return new SliceDisk(
                slice,
                limit.bytes(),
                limit.inodes(),
                own.isPresent(),
                slivers.ofSlice(slice, SLIVERS_SHOWN).stream()
                        .map(SliverDisk::of)
                        .toList());
    }

    /** 409 when slivers have more in use than that, unless it is forced; 429 when it is more than the slice or its site may have. */
    @Permitted(value = To.SIGNED_IN, scope = Scope.SLICES)
    @PutMapping("/disk")
    SliceDisk change(Caller caller, @PathVariable String slice, @RequestBody @Body(DiskRequest.class) JsonNode body) {
        Wish wish = wish(body);
        slices.change(caller, slice, wish.limit(), wish.force());
        return show(caller, slice);
    }

    @Permitted(To.SIGNED_IN)
    @GetMapping("/slivers/{node}/disk")
    SliverDisk show(Caller caller, @PathVariable String slice, @PathVariable String node) {
        access.requireVisible(caller, slice);
        return SliverDisk.of(slivers.of(slice, node));
    }

    /** Without numbers, the sliver has its slice's limit again. */
    @Permitted(value = To.SIGNED_IN, scope = Scope.SLICES)
    @PutMapping("/slivers/{node}/disk")
    SliverDisk change(
            Caller caller,
            @PathVariable String slice,
            @PathVariable String node,
            @RequestBody @Body(DiskRequest.class) JsonNode body) {
        access.requireChange(caller, slice);
        Wish wish = wish(body);
        slivers.change(caller, slice, node, wish.limit(), wish.force());
        return show(caller, slice, node);
    }

    private static Wish wish(JsonNode body) {
        JsonFields fields = JsonFields.of(body);
        Optional<Long> bytes = fields.longInteger("bytes");
        Optional<Long> inodes = fields.longInteger("inodes");
        boolean force = fields.flag("force").orElse(false);
        InvalidInput.throwIfAny(fields.refuseOthers().errors());
        return new Wish(DiskLimit.of(bytes, inodes), force);
    }
}
