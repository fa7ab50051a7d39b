package org.lamella.agent.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.function.IntConsumer;

/** An archive that the control plane keeps: a tar of the files, or a folder in OCI layout, both compressed or not. */
final class ArchiveSource implements ImageSource {
    private static final int FETCHED = 60;
    private static final int WHOLE = 100;

    private final Archives archives;
    private final String digest;

    ArchiveSource(Archives archives, String digest) {
        this.archives = archives;
        this.digest = digest;
    }

    @Override
    public String fingerprint() throws IOException {
        if (!Archives.isDigest(digest)) {
            throw new IOException("'" + digest + "' is no digest of an archive");
        }
        return digest;
    }

    @Override
    public InputStream open(Path scratch, IntConsumer progress) throws IOException {
        throw new IOException("archive " + digest + " is unpacked as a whole");
    }

    @Override
    public String unpack(TarUnpacker unpacker, Path scratch, IntConsumer progress) throws IOException {
        try (Archives.Held held = archives.bring(digest, percent -> progress.accept(percent * FETCHED / WHOLE))) {
            IntConsumer rest = percent -> progress.accept(FETCHED + percent * (WHOLE - FETCHED) / WHOLE);
            TarSource tar = new TarSource(held.file());
            String unpacked = OciLayout.isIn(tar, scratch)
                    ? OciLayout.extract(tar, scratch, rest).unpack(unpacker)
                    : tar.unpack(unpacker, scratch, rest);
            held.used();
            return unpacked;
        }
    }
}
