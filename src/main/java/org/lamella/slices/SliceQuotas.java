package org.lamella.slices;

import java.util.ArrayList;
import java.util.List;
import org.lamella.accounts.Site;
import org.lamella.quotas.Allowance;
import org.lamella.quotas.Demand;
import org.lamella.quotas.QuotaPolicy;
import org.lamella.quotas.Quotas;
import org.lamella.quotas.Resource;
import org.lamella.web.QuotaExceeded;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Asks the quotas before a site gets another slice, or a slice more slivers. */
@Component
public class SliceQuotas {
    private final Quotas quotas;
    private final QuotaUse use;

    SliceQuotas(Quotas quotas, QuotaUse use) {
        this.quotas = quotas;
        this.use = use;
    }

    /**
     * Until commit nobody else takes what is left.
     *
     * @throws QuotaExceeded when the site has all the slices that it may have
     */
    @Transactional(propagation = Propagation.MANDATORY)
    void requireSlice(Site site) {
        Allowance allowed = quotas.lockSite(site.id());
        QuotaPolicy.require(List.of(
                new Demand(Resource.SLICES, scope(site), use.slicesOfSite(site.id()), 1, allowed.of(Resource.SLICES))));
    }

    /** Holds the quota of the site that the slice is of; of none when there is no such slice. */
    @Transactional(propagation = Propagation.MANDATORY)
    void lockSiteOf(String slice) {
        use.siteOf(slice).ifPresent(quotas::lockSite);
    }

    /**
     * Until commit nobody else takes what is left. The site's lock comes before the slice's: whoever attaches has both by
     * {@link SliceService#lockToGrow}.
     *
     * @throws QuotaExceeded when that is more than the slice or its site may have
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void requireSlivers(Slice slice, int howMany) {
        Site site = slice.site();
        Allowance ofSite = quotas.lockSite(site.id());
        Allowance ofSlice = quotas.ofSlice(slice.id(), site.id());
        QuotaPolicy.require(List.of(
                new Demand(
                        Resource.SLIVERS_PER_SLICE,
                        scope(slice),
                        use.sliversOfSlice(slice.id()),
                        howMany,
                        ofSlice.of(Resource.SLIVERS_PER_SLICE)),
                new Demand(
                        Resource.SLIVERS,
                        scope(site),
                        use.sliversOfSite(site.id()),
                        howMany,
                        ofSite.of(Resource.SLIVERS)),
                disk(scope(slice), use.diskOfSlice(slice.id()), howMany * use.diskOfNext(slice.id()), ofSlice),
                disk(scope(site), use.diskOfSite(site.id()), howMany * use.diskOfNext(slice.id()), ofSite)));
    }

    /**
     * Until commit nobody else takes what is left; see {@link #requireSlivers}.
     *
     * @param change of what the slice's slivers are promised
     * @throws QuotaExceeded when they are promised more by it, and that is more than the slice or its site may have
     */
    @Transactional(propagation = Propagation.MANDATORY)
    void requireDisk(Slice slice, Runnable change) {
        Site site = slice.site();
        Allowance ofSite = quotas.lockSite(site.id());
        Allowance ofSlice = quotas.ofSlice(slice.id(), site.id());
        long before = use.diskOfSlice(slice.id());
        long beforeAtSite = use.diskOfSite(site.id());
        change.run();
        long more = use.diskOfSlice(slice.id()) - before;
        if (more > 0) {
            QuotaPolicy.require(
                    List.of(disk(scope(slice), before, more, ofSlice), disk(scope(site), beforeAtSite, more, ofSite)));
        }
    }

    private static Demand disk(String scope, long used, long asked, Allowance allowed) {
        return new Demand(Resource.DISK_BYTES, scope, used, asked, allowed.of(Resource.DISK_BYTES));
    }

    private static String scope(Slice slice) {
        return "slice " + slice.name();
    }

    /**
     * Until commit nobody else takes what is left; as for {@link #requireSlivers}, the caller holds the slice.
     *
     * @param percent of a node that is to be reserved beyond what is; nothing is asked when it is not more
     * @param bits a second of a node's network, likewise
     * @throws QuotaExceeded when that is more than the slice or its site may have
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void requireReserved(Slice slice, long percent, long bits) {
        Site site = slice.site();
        Allowance ofSite = quotas.lockSite(site.id());
        Allowance ofSlice = quotas.ofSlice(slice.id(), site.id());
        List<Demand> demands = new ArrayList<>();
        if (percent > 0) {
            demands.add(cpu(scope(slice), use.cpuOfSlice(slice.id()), percent, ofSlice));
            demands.add(cpu(scope(site), use.cpuOfSite(site.id()), percent, ofSite));
        }
        if (bits > 0) {
            demands.add(bandwidth(scope(slice), use.bandwidthOfSlice(slice.id()), bits, ofSlice));
            demands.add(bandwidth(scope(site), use.bandwidthOfSite(site.id()), bits, ofSite));
        }
        QuotaPolicy.require(demands);
    }

    private static Demand cpu(String scope, long used, long asked, Allowance allowed) {
        return new Demand(Resource.CPU_PERCENT, scope, used, asked, allowed.of(Resource.CPU_PERCENT));
    }

    private static Demand bandwidth(String scope, long used, long asked, Allowance allowed) {
        return new Demand(Resource.BANDWIDTH, scope, used, asked, allowed.of(Resource.BANDWIDTH));
    }

    private static String scope(Site site) {
        return "site " + site.loginBase();
    }
}
