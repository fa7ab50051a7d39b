package org.lamella.slivers;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which ports of nodes may be published. The usual ones are below those that Linux gives to outgoing connections (32768 to
 * 60999), and above those of services.
 *
 * @param first the lowest
 * @param last the highest
 * @param perSliver how many one sliver may have
 */
@ConfigurationProperties("lamella.ports")
public record PortSettings(
        @DefaultValue("20000") int first,
        @DefaultValue("29999") int last,
        @DefaultValue("64") int perSliver) {
    public PortSettings {
        if (first < 1 || last > PublishedPort.HIGHEST || first > last) {
            throw new IllegalArgumentException(
                    "lamella.ports.first and last must be 1 to 65535 and in this order, not " + first + " and " + last);
        }
    }

    int count() {
        return last - first + 1;
    }
}
