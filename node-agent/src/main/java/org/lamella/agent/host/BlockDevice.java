package org.lamella.agent.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A disk, by the kernel's numbers of it.
 *
 * @param name such as {@code vda}
 * @param numbers such as {@code 254:0}
 */
public record BlockDevice(String name, String numbers) {
    private static final Path DEVICES = Path.of("/sys/dev/block");
    private static final Pattern CHOSEN = Pattern.compile("\\[([^\\]]+)]");

    /** @return the whole disk that a file is on; empty where its file system is on none, or on several */
    public static Optional<BlockDevice> under(Path file) throws IOException {
        long device = ((Number) Files.getAttribute(file, "unix:dev")).longValue();
        // As glibc's makedev has it: old programs knew 8 bits of each, which stayed where they were.
        long major = (device >>> 8 & 0xFFF) | (device >>> 32 & ~0xFFFL);
        long minor = (device & 0xFF) | (device >>> 12 & 0xFFF00);
        Path link = DEVICES.resolve(major + ":" + minor);
        if (!Files.exists(link)) {
            return Optional.empty();
        }
        Path itself = link.toRealPath();
        return Optional.of(of(Files.exists(itself.resolve("partition")) ? itself.getParent() : itself));
    }

    /** @param folder the kernel describes it in, such as {@code /sys/block/loop0} */
    public static BlockDevice of(Path folder) throws IOException {
        return new BlockDevice(
                folder.getFileName().toString(),
                Files.readString(folder.resolve("dev")).strip());
    }

    /** @return such as {@code bfq} or {@code none}; empty where the kernel does not say */
    public String scheduler() {
        try {
            Matcher chosen = CHOSEN.matcher(
                    Files.readString(Path.of("/sys/block").resolve(name).resolve("queue/scheduler")));
            return chosen.find() ? chosen.group(1) : "";
        } catch (IOException e) {
            return "";
        }
    }
}
