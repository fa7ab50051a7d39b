package org.lamella.images;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What archives of images may take.
 *
 * @param maxBytes of one archive
 * @param maxUnpackedBytes of the files in one
 * @param totalBytes of all together
 * @param unfinishedFor how long after its last piece an upload is given up
 * @param unusedFor how long an archive stays that no image leads to
 */
@ConfigurationProperties("lamella.images")
public record ArchiveSettings(
        @DefaultValue("4294967296") long maxBytes,
        @DefaultValue("17179869184") long maxUnpackedBytes,
        @DefaultValue("53687091200") long totalBytes,
        @DefaultValue("1h") Duration unfinishedFor,
        @DefaultValue("24h") Duration unusedFor) {}
