package org.lamella.agent.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Writes a disk that comes in pieces, and leaves holes where there is nothing but zeros. */
public final class DiskWriter implements AutoCloseable {
    private final Path image;
    private final DiskHead head;
    private final DiskImages images;
    private final FileChannel file;

    DiskWriter(Path image, DiskHead head, DiskImages images) throws IOException {
        this.image = image;
        this.head = head;
        this.images = images;
        this.file = FileChannel.open(image, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    /** @throws IOException also when it lies beyond the disk's end */
    public void write(long offset, ByteBuffer bytes) throws IOException {
        if (offset < 0 || offset + bytes.remaining() > (head.bytes() + 4095) / 4096 * 4096) {
            throw new IOException(
                    "a piece at " + offset + " lies beyond the end of a disk of " + head.bytes() + " bytes");
        }
        SparseCopy.write(bytes, file, offset);
    }

    /**
     * To be called after the last piece: everything is on the node's own disk, reads as what was sent, and is a sound file system.
     *
     * @throws IOException when it is not
     */
    public void finish(String digest) throws IOException {
        file.truncate(head.bytes());
        DiskImages.setLength(image, head.bytes());
        file.force(true);
        try (DiskReader copy = images.read(image)) {
            while (copy.next().isPresent()) {
                // only for the digest
            }
            String found = copy.digest();
            if (!found.equals(digest)) {
                throw new IOException("the copy's digest is " + found + ", that of the disk " + digest);
            }
        }
        images.verify(image);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
