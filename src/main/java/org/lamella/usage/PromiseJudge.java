package org.lamella.usage;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Which promises to a sliver count as broken in a window. */
@Component
class PromiseJudge {
    /** As much as makes a sliver live: below that the kernel's turns are the reason. */
    private static final long LEAST_MILLIS = 300;
    /** Two packets of the largest size: below that it is one that was on its way. */
    private static final long LEAST_BYTES = 128 * 1024;

    private static final BigDecimal WHOLE = BigDecimal.valueOf(100);

    private final UsageSettings settings;

    PromiseJudge(UsageSettings settings) {
        this.settings = settings;
    }

    /** Of memory that is guaranteed nothing is to be taken at all. */
    Set<PromiseKind> broken(ToldWindow.ToldUse use) {
        Set<PromiseKind> broken = EnumSet.noneOf(PromiseKind.class);
        if (isMissed(use.cpuPromisedMillis(), use.cpuMissedMillis(), LEAST_MILLIS)) {
            broken.add(PromiseKind.CPU);
        }
        if (isMissed(use.sentPromisedBytes(), use.sentMissedBytes(), LEAST_BYTES)) {
            broken.add(PromiseKind.SENT);
        }
        if (isMissed(use.receivedPromisedBytes(), use.receivedMissedBytes(), LEAST_BYTES)) {
            broken.add(PromiseKind.RECEIVED);
        }
        if (use.memoryTaken() != null && use.memoryTaken() > 0) {
            broken.add(PromiseKind.MEMORY);
        }
        return broken;
    }

    /** More than the least, and more than is tolerated. */
    private boolean isMissed(@Nullable Long promised, @Nullable Long missed, long least) {
        if (promised == null || missed == null || missed <= least) {
            return false;
        }
        BigDecimal tolerated = BigDecimal.valueOf(promised)
                .multiply(settings.tolerancePercent())
                .divide(WHOLE, RoundingMode.DOWN);
        return BigDecimal.valueOf(missed).compareTo(tolerated) > 0;
    }
}
