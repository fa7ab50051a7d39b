package org.lamella.agent.storage;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.CompressorException;
import org.apache.commons.compress.compressors.CompressorStreamFactory;
import org.lamella.agent.host.Sha256;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A folder in the layout of the Open Container Initiative: an index, that leads to a manifest, that leads to layers, each a tar
 * laid over those before. Nothing in it is trusted: every part is held against the digest by which it is asked for.
 */
final class OciLayout {
    private static final String MARK = "oci-layout";
    private static final String INDEX = "index.json";
    // The folder itself, and what tools put there besides.
    private static final Set<String> IN_SUCH_A_FOLDER = Set.of("", "blobs", INDEX, "manifest.json", "repositories");
    private static final Pattern BLOB = Pattern.compile("blobs/sha256/([0-9a-f]{64})");
    private static final Pattern DIGEST = Pattern.compile("sha256:([0-9a-f]{64})");
    private static final int DEEPEST = 4;
    private static final int LONGEST_JSON = 4 << 20;

    private final Path folder;

    private OciLayout(Path folder) {
        this.folder = folder;
    }

    private static void nobodyIsTold(int percent) {}

    /** Whether a tar holds such a folder. Reads as far as the mark, or the first thing that is in no such folder. */
    static boolean isIn(TarSource tar, Path scratch) throws IOException {
        try (TarArchiveInputStream entries =
                new TarArchiveInputStream(tar.open(scratch, OciLayout::nobodyIsTold), "UTF-8")) {
            for (TarArchiveEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                String top = EntryNames.parse(entry.getName()).getName(0).toString();
                if (top.equals(MARK)) {
                    return true;
                }
                if (!IN_SUCH_A_FOLDER.contains(top)) {
                    return false;
                }
            }
            return false;
        }
    }

    /** Takes the folder out of its tar. */
    static OciLayout extract(TarSource tar, Path scratch, IntConsumer progress) throws IOException {
        Path folder = Files.createDirectories(scratch.resolve("oci"));
        try (TarArchiveInputStream entries = new TarArchiveInputStream(tar.open(scratch, progress), "UTF-8")) {
            for (TarArchiveEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                String name = EntryNames.parse(entry.getName()).toString();
                Matcher blob = BLOB.matcher(name);
                if (entry.isFile() && name.equals(INDEX)) {
                    Files.copy(entries, folder.resolve(INDEX));
                } else if (entry.isFile() && blob.matches()) {
                    write(entries, folder.resolve(blob.group(1)), blob.group(1));
                }
            }
        }
        return new OciLayout(folder);
    }

    private static void write(InputStream bytes, Path file, String hex) throws IOException {
        MessageDigest digest = Sha256.digest();
        try (OutputStream out = new DigestOutputStream(Files.newOutputStream(file), digest)) {
            bytes.transferTo(out);
        }
        String found = HexFormat.of().formatHex(digest.digest());
        if (!found.equals(hex)) {
            throw new ImageRefused("its part sha256:" + hex + " is damaged: it has the digest sha256:" + found);
        }
    }

    /** @return the digest of what was unpacked */
    String unpack(TarUnpacker unpacker) throws IOException {
        List<JsonNode> layers = new ArrayList<>();
        manifest().path("layers").forEach(layers::add);
        if (layers.isEmpty()) {
            throw new ImageRefused("its manifest names no layer");
        }
        for (JsonNode layer : layers) {
            String type = layer.path("mediaType").asString("");
            try (InputStream tar = decompressed(blob(layer), type)) {
                unpacker.layer(tar);
            }
        }
        return unpacker.finish();
    }

    private static InputStream decompressed(Path layer, String type) throws IOException {
        InputStream bytes = new BufferedInputStream(Files.newInputStream(layer));
        if (type.endsWith("zstd")) {
            bytes.close();
            throw new ImageRefused("its layer " + layer.getFileName()
                    + " is compressed by zstd, which is not read here;" + " gzip, xz and none are");
        }
        try {
            return new CompressorStreamFactory(true).createCompressorInputStream(bytes);
        } catch (CompressorException e) {
            return bytes; // no mark of a compressed file: a plain tar
        }
    }

    /** Down from the index, which may lead to another one: one for each kind of machine. */
    private JsonNode manifest() throws IOException {
        JsonNode found = json(folder.resolve(INDEX));
        for (int depth = 0; depth < DEEPEST; depth++) {
            if (found.has("layers")) {
                return found;
            }
            found = json(blob(ours(found)));
        }
        throw new ImageRefused("its index leads to no manifest within " + DEEPEST + " steps");
    }

    private static JsonNode ours(JsonNode index) throws IOException {
        List<JsonNode> manifests = new ArrayList<>();
        index.path("manifests").forEach(manifests::add);
        List<String> machines = new ArrayList<>();
        for (JsonNode manifest : manifests) {
            String machine = manifest.path("platform").path("architecture").asString("");
            if (machine.equals(machine()) || (machine.isEmpty() && manifests.size() == 1)) {
                return manifest;
            }
            machines.add(machine);
        }
        throw new ImageRefused("it has nothing for " + machine() + ", only for " + machines);
    }

    private static String machine() {
        String jvms = System.getProperty("os.arch");
        return jvms.equals("aarch64") ? "arm64" : jvms;
    }

    private Path blob(JsonNode descriptor) throws IOException {
        Matcher digest = DIGEST.matcher(descriptor.path("digest").asString(""));
        if (!digest.matches() || !Files.isRegularFile(folder.resolve(digest.group(1)))) {
            throw new ImageRefused(
                    "its part " + descriptor.path("digest").asString("without a digest") + " is missing");
        }
        return folder.resolve(digest.group(1));
    }

    private static JsonNode json(Path file) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) > LONGEST_JSON) {
            throw new ImageRefused(file.getFileName() + " is missing, or too long");
        }
        try {
            return JsonMapper.shared().readTree(Files.readString(file));
        } catch (JacksonException e) {
            throw new ImageRefused(file.getFileName() + " cannot be read: " + e.getOriginalMessage());
        }
    }
}
