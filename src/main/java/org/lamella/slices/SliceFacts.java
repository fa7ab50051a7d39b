package org.lamella.slices;

import java.time.Clock;
import org.lamella.access.Caller;
import org.lamella.audit.AuditReader;
import org.lamella.images.Images;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** What the page of a slice shows of the slice itself: see {@code slices/of-slice.html}. */
@Component
public class SliceFacts {
    private static final int IMAGES_SHOWN = 100;
    private static final int EVENTS_SHOWN = 30;

    private final SliceViews views;
    private final Members members;
    private final Tags tags;
    private final QuotaViews quotas;
    private final Capabilities capabilities;
    private final Images images;
    private final AuditReader audit;
    private final Clock clock;

    SliceFacts(
            SliceViews views,
            Members members,
            Tags tags,
            QuotaViews quotas,
            Capabilities capabilities,
            Images images,
            AuditReader audit,
            Clock clock) {
        this.views = views;
        this.members = members;
        this.tags = tags;
        this.quotas = quotas;
        this.capabilities = capabilities;
        this.images = images;
        this.audit = audit;
        this.clock = clock;
    }

    /** @param slice one that this caller may see */
    public void addTo(Model model, Caller caller, SliceView slice) {
        model.addAttribute("members", members.of(slice.name()));
        model.addAttribute("tags", tags.of(slice.name()));
        model.addAttribute("firstInitscript", views.firstInitscript(caller, slice.name()));
        model.addAttribute("initscript", views.initscript(caller, slice.name()));
        model.addAttribute("sliceQuota", quotas.ofSlice(slice.name()));
        model.addAttribute("siteQuota", quotas.ofSite(slice.site()));
        model.addAttribute("granted", capabilities.of(slice.name()));
        model.addAttribute("grantable", Capabilities.GRANTABLE);
        model.addAttribute("images", images.findByNameGreaterThanOrderByName("", Limit.of(IMAGES_SHOWN)));
        model.addAttribute("events", audit.of("slice", slice.name(), EVENTS_SHOWN));
        model.addAttribute("urgency", new ExpiryUrgency(clock.instant()));
        model.addAttribute("longest", Lifetime.longest(clock.instant(), false));
    }
}
