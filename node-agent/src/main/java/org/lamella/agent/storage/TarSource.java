package org.lamella.agent.storage;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntConsumer;
import org.apache.commons.compress.compressors.CompressorException;
import org.apache.commons.compress.compressors.CompressorStreamFactory;

/** A tar that is on the node already, compressed or not. */
final class TarSource implements ImageSource {
    private final Path file;

    TarSource(Path file) {
        this.file = file;
    }

    @Override
    public String fingerprint() throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("there is no file " + file);
        }
        return Files.size(file) + " " + Files.getLastModifiedTime(file);
    }

    @Override
    public InputStream open(Path scratch, IntConsumer progress) throws IOException {
        InputStream counted =
                new BufferedInputStream(new CountedInput(Files.newInputStream(file), Files.size(file), progress));
        try {
            return new CompressorStreamFactory().createCompressorInputStream(counted);
        } catch (CompressorException e) {
            // No magic number of a compressed file: a plain tar, or something that the unpacker will refuse.
            return counted;
        }
    }
}
