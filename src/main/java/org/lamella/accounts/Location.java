package org.lamella.accounts;

import java.util.Optional;

/**
 * A place on earth (WGS 84).
 *
 * @param latitude degrees north, -90 to 90
 * @param longitude degrees east, -180 to 180
 */
record Location(double latitude, double longitude) {
    Location {
        if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) {
            throw new IllegalArgumentException(latitude + ", " + longitude + " is nowhere on earth");
        }
    }

    static Optional<Location> of(Double latitude, Double longitude) {
        return latitude == null || longitude == null
                ? Optional.empty()
                : Optional.of(new Location(latitude, longitude));
    }
}
