package org.lamella.agent.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.function.IntConsumer;

/** Where one image's files come from. Whatever the kind, they come as one tar, and are unpacked by the same code. */
interface ImageSource {
    /** Changes whenever what {@link #open} gives might: an image is built once for each value. */
    String fingerprint() throws IOException;

    /**
     * @param scratch an empty folder that lives as long as the build
     * @param progress told percents of the whole build, 0–100
     * @return an uncompressed tar
     */
    InputStream open(Path scratch, IntConsumer progress) throws IOException;

    /**
     * Unpacks the image's files.
     *
     * @return the digest of what was unpacked
     */
    default String unpack(TarUnpacker unpacker, Path scratch, IntConsumer progress) throws IOException {
        try (InputStream tar = open(scratch, progress)) {
            return unpacker.unpack(tar);
        }
    }
}
