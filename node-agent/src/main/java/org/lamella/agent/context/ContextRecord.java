package org.lamella.agent.context;

import java.time.Instant;
import org.lamella.agent.host.ProcessStat;

/**
 * That a context was finished, and what it is. Written after everything else and removed before anything else, so a context
 * with a record is whole, and one without is a leftover.
 *
 * @param initPid the host's number of its init
 * @param initStartTicks when that started; the number alone may by now be another process's
 * @param bootId the boot in which that holds
 */
record ContextRecord(
        String slice,
        long incarnation,
        String image,
        String imageDigest,
        String address,
        long initPid,
        long initStartTicks,
        String bootId,
        Instant since) {
    boolean initAlive(String currentBootId) {
        return bootId.equals(currentBootId)
                && ProcessStat.of(initPid)
                        .filter(process -> process.alive() && process.startTicks() == initStartTicks)
                        .isPresent();
    }
}
