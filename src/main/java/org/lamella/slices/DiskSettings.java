package org.lamella.slices;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** What a sliver may keep where nobody has set anything else for its slice. */
@ConfigurationProperties("lamella.disk")
public record DiskSettings(
        @DefaultValue("5000000000") long bytes,
        @DefaultValue("300000") long inodes) {
    public DiskLimit limit() {
        return new DiskLimit(bytes, inodes);
    }
}
