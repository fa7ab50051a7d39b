package org.lamella.slivers;

import org.lamella.access.Caller;
import org.lamella.reservations.Reservations;
import org.lamella.shares.SharesViews;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** What the page of a slice shows of the parts that its slivers have of their nodes. */
@Component
class SlicePromises {
    private final Reservations reservations;
    private final SharesViews shares;
    private final DiskParts disks;
    private final ResetParts resets;

    SlicePromises(Reservations reservations, SharesViews shares, DiskParts disks, ResetParts resets) {
        this.reservations = reservations;
        this.shares = shares;
        this.disks = disks;
        this.resets = resets;
    }

    /** @param slice one that this caller may see */
    void addTo(Model model, Caller caller, String slice) {
        model.addAttribute("reservations", reservations.ofSlice(caller, slice));
        model.addAttribute("shares", shares.ofSlice(caller, slice));
        model.addAttribute("disk", disks.of(slice));
        resets.addToSlice(model, slice);
    }
}
