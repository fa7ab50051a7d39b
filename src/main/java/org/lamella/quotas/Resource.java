package org.lamella.quotas;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What there are quotas of. */
public enum Resource {
    SLICES("slices", "Slices", "", true, false),
    SLIVERS_PER_SLICE("sliversPerSlice", "Slivers of one slice", "", true, true),
    SLIVERS("slivers", "Slivers in all", "", true, false),
    CPU_PERCENT("cpuPercent", "Reserved CPU", "percent of a node", true, true),
    BANDWIDTH("bandwidth", "Reserved bandwidth", "bit/s", true, true),
    RESERVATION_HOURS("reservationHours", "Longest reservation", "hours", false, true),
    DISK_BYTES("diskBytes", "Disk of all slivers", "bytes", true, true);

    private final String field;
    private final String title;
    private final String unit;
    private final boolean spent;
    private final boolean ofSlices;

    Resource(String field, String title, String unit, boolean spent, boolean ofSlices) {
        this.field = field;
        this.title = title;
        this.unit = unit;
        this.spent = spent;
        this.ofSlices = ofSlices;
    }

    /** Its name in the API. */
    public String field() {
        return field;
    }

    /** Its name for people. */
    public String title() {
        return title;
    }

    /** What it is counted in; empty for plain numbers. */
    public String unit() {
        return unit;
    }

    /** Whether anything spends it yet: what does asks {@link QuotaPolicy} too. */
    public boolean isSpent() {
        return spent;
    }

    /** Whether a single slice can have a number of its own. */
    public boolean isOfSlices() {
        return ofSlices;
    }

    /** Of those that single slices have as well. */
    public static Stream<Resource> ofSlices() {
        return Stream.of(values()).filter(Resource::isOfSlices);
    }

    public static Optional<Resource> ofField(String field) {
        return Stream.of(values())
                .filter(resource -> resource.field.equals(field))
                .findFirst();
    }

    String column() {
        return name().toLowerCase(Locale.ROOT);
    }
}
