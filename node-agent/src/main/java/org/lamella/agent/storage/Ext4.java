package org.lamella.agent.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * What an ext4 file system says of itself (kernel document filesystems/ext4, "Super Block").
 *
 * @param state the bits of {@code s_state}
 * @param incompatible the bits of {@code s_feature_incompat}
 */
record Ext4(int state, int incompatible) {
    private static final int SUPER_BLOCK = 1024;
    private static final int MAGIC_AT = 0x38;
    private static final int STATE_AT = 0x3A;
    private static final int INCOMPATIBLE_AT = 0x60;
    private static final int READ = INCOMPATIBLE_AT + Integer.BYTES;
    private static final short MAGIC = (short) 0xEF53;
    private static final int CLEANLY_UNMOUNTED = 1;
    private static final int ERRORS_SEEN = 2;
    private static final int NEEDS_RECOVERY = 4;

    /** @return empty for a file that holds something else */
    static Optional<Ext4> of(Path image) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(READ).order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel file = FileChannel.open(image, StandardOpenOption.READ)) {
            while (block.hasRemaining() && file.read(block, SUPER_BLOCK + block.position()) > 0) {
                // on to the rest
            }
        }
        return block.hasRemaining() || block.getShort(MAGIC_AT) != MAGIC
                ? Optional.empty()
                : Optional.of(new Ext4(block.getShort(STATE_AT), block.getInt(INCOMPATIBLE_AT)));
    }

    /**
     * Whether whoever used it last has put it away in order. Of such a one {@code e2fsck -p} would look at no more than this, at the
     * price of a process.
     */
    boolean wasPutAway() {
        return (state & CLEANLY_UNMOUNTED) != 0 && (state & ERRORS_SEEN) == 0 && (incompatible & NEEDS_RECOVERY) == 0;
    }
}
