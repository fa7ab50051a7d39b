package org.lamella.images;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.CompressorException;
import org.apache.commons.compress.compressors.CompressorStreamFactory;

/** Finds out what an archive is, so that one that no node could use is refused when it is brought. */
final class ArchiveReader {
    private static final String OCI_MARK = "oci-layout";

    private ArchiveReader() {}

    /** @param unpackedBytes of all files */
    record Found(ArchiveFormat format, long unpackedBytes) {}

    /**
     * Reads all of it.
     *
     * @param maxUnpackedBytes more than so many are not read
     * @throws ArchiveRefused when it is no tar, compressed or not, or is too large unpacked
     */
    static Found read(InputStream archive, long maxUnpackedBytes) throws ArchiveRefused {
        ArchiveFormat format = ArchiveFormat.TAR;
        long bytes = 0;
        int entries = 0;
        try (TarArchiveInputStream tar = new TarArchiveInputStream(decompressed(archive), "UTF-8")) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                entries++;
                bytes += entry.getSize();
                if (bytes > maxUnpackedBytes) {
                    throw new ArchiveRefused(
                            "its files are more than " + maxUnpackedBytes + " bytes, which is the most");
                }
                if (entry.getName().equals(OCI_MARK) || entry.getName().equals("./" + OCI_MARK)) {
                    format = ArchiveFormat.OCI;
                }
            }
        } catch (ArchiveRefused e) {
            throw e;
        } catch (IOException | IllegalArgumentException e) {
            throw new ArchiveRefused("it is no tar, compressed or not, or is damaged: " + e.getMessage());
        }
        if (entries == 0) {
            throw new ArchiveRefused("it is no tar, compressed or not, or has nothing in it");
        }
        return new Found(format, bytes);
    }

    private static InputStream decompressed(InputStream archive) {
        InputStream buffered = new BufferedInputStream(archive);
        try {
            return new CompressorStreamFactory(true).createCompressorInputStream(buffered);
        } catch (CompressorException e) {
            return buffered; // no mark of a compressed file: a plain tar, or none
        }
    }
}
