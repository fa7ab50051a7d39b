package org.lamella.quotas;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What a site may have for which nobody has set anything else.
 *
 * @param slices at a time
 * @param sliversPerSlice of each of its slices
 * @param slivers of all its slices together
 * @param cpuPercent that its slices may reserve, in percent of a node: 250 is two nodes and a half
 * @param bandwidth that its slices may reserve, bit/s
 * @param reservationHours that one reservation may last
 * @param diskBytes that its slivers may keep, on all nodes together
 */
@ConfigurationProperties("lamella.quotas")
public record QuotaSettings(
        @DefaultValue("100") long slices,
        @DefaultValue("5000") long sliversPerSlice,
        @DefaultValue("20000") long slivers,
        @DefaultValue("10000") long cpuPercent,
        @DefaultValue("10000000000") long bandwidth,
        @DefaultValue("168") long reservationHours,
        @DefaultValue("100000000000000") long diskBytes) {
    long of(Resource resource) {
        return switch (resource) {
            case SLICES -> slices;
            case SLIVERS_PER_SLICE -> sliversPerSlice;
            case SLIVERS -> slivers;
            case CPU_PERCENT -> cpuPercent;
            case BANDWIDTH -> bandwidth;
            case RESERVATION_HOURS -> reservationHours;
            case DISK_BYTES -> diskBytes;
        };
    }
}
