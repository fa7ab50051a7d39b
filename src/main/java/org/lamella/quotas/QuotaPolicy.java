package org.lamella.quotas;

import java.util.List;
import org.lamella.web.QuotaExceeded;
import org.lamella.web.QuotaExceeded.Shortfall;

/** No more than is allowed. Whoever asks holds {@link Quotas#lockSite} from before the counting until commit. */
public final class QuotaPolicy {
    private static final List<String> RAISED_BY = List.of("an admin");

    private QuotaPolicy() {}

    /** @throws QuotaExceeded with every demand that is too much, its numbers, and who can raise them */
    public static void require(List<Demand> demands) {
        List<Shortfall> shortfalls = demands.stream()
                .filter(demand -> !demand.isMet())
                .map(QuotaPolicy::shortfall)
                .toList();
        if (!shortfalls.isEmpty()) {
            throw new QuotaExceeded(shortfalls);
        }
    }

    private static Shortfall shortfall(Demand demand) {
        return new Shortfall(
                demand.resource().field(), demand.scope(), demand.used(), demand.asked(), demand.allowed(), RAISED_BY);
    }
}
