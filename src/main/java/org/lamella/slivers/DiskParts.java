package org.lamella.slivers;

import java.util.Optional;
import org.lamella.slices.DiskLimit;
import org.lamella.slices.QuotaViews;
import org.lamella.slices.SliceDisks;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Reads what the page of a slice shows of disks. */
@Component
class DiskParts {
    private static final int SHOWN = 100;

    private final SliceDisks slices;
    private final SliverDisks slivers;
    private final QuotaViews quotas;

    DiskParts(SliceDisks slices, SliverDisks slivers, QuotaViews quotas) {
        this.slices = slices;
        this.slivers = slivers;
        this.quotas = quotas;
    }

    /** @param slice one that there is */
    @Transactional(readOnly = true)
    DiskPart of(String slice) {
        Optional<DiskLimit> own = slices.own(slice);
        return new DiskPart(
                own.orElseGet(slices::usual),
                own.isPresent(),
                slices.usual(),
                slivers.ofSlice(slice, SHOWN),
                SHOWN,
                quotas.diskLeft(slice));
    }
}
