package org.lamella.agent.controllink;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Keeps the node's identity in {@code STATE/identity}.
 *
 * <p>Each identity is a folder of its own, written whole and synced before the file {@code current}, which names it, is
 * moved into place. So whatever kills the agent at whatever point, the next start finds the old identity or the new
 * one, never a key with another key's certificate; a folder that {@code current} does not name is rubbish, and the
 * next save removes it.
 */
public final class IdentityStore {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String CURRENT = "current";
    private static final String KEY = "key.pem";
    private static final String CHAIN = "chain.pem";
    private static final String NODE = "node.json";

    private final Path folder;

    /** @param state the agent's state folder */
    public IdentityStore(Path state) {
        this.folder = state.resolve("identity");
    }

    /** One of the moves of a save. A kill between any two of them, or within one, must leave a usable store. */
    interface Step {
        void run() throws IOException;
    }

    /** The file {@code node.json}. */
    record NodeFile(String node, String controlPlane, String authority) {}

    /**
     * @return empty when this node has not joined
     * @throws IOException when there is an identity that cannot be read, naming the file
     */
    public Optional<Identity> load() throws IOException {
        String name;
        try {
            name = Files.readString(folder.resolve(CURRENT)).strip();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        Path identity = folder.resolve(name);
        try {
            NodeFile node = JSON.readValue(Files.readString(identity.resolve(NODE)), NodeFile.class);
            return Optional.of(new Identity(
                    Pem.key(Files.readString(identity.resolve(KEY))),
                    Pem.chain(Files.readAllBytes(identity.resolve(CHAIN))),
                    node.node(),
                    HostPort.parse(node.controlPlane()),
                    new Fingerprint(node.authority())));
        } catch (GeneralSecurityException | IllegalArgumentException | JacksonException e) {
            throw new IOException("the identity in " + identity + " is damaged: " + e.getMessage(), e);
        }
    }

    /** Whether what is kept here is an identity of the same node of the same control plane; false for one that is damaged. */
    public boolean holdsSameNode(Identity identity) {
        try {
            return load().filter(kept -> kept.node().equals(identity.node())
                            && kept.authority().equals(identity.authority()))
                    .isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    public void save(Identity identity) throws IOException {
        for (Step step : steps(identity)) {
            step.run();
        }
    }

    List<Step> steps(Identity identity) throws IOException {
        String current = currentName();
        String name = current.isEmpty() ? "1" : Long.toString(Long.parseLong(current) + 1);
        Path fresh = folder.resolve(name);
        NodeFile node = new NodeFile(
                identity.node(),
                identity.controlPlane().toString(),
                identity.authority().hex());
        return List.of(
                () -> makeFolder(folder),
                () -> removeAllBut(current),
                () -> makeFolder(fresh),
                () -> write(fresh.resolve(KEY), Pem.encode(identity.key())),
                () -> write(fresh.resolve(CHAIN), chainText(identity)),
                () -> write(fresh.resolve(NODE), JSON.writeValueAsString(node)),
                () -> sync(fresh),
                () -> write(folder.resolve(CURRENT + ".new"), name),
                this::point,
                () -> removeAllBut(name));
    }

    private void point() throws IOException {
        sync(folder);
        Files.move(
                folder.resolve(CURRENT + ".new"),
                folder.resolve(CURRENT),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        sync(folder);
    }

    private String currentName() throws IOException {
        Path current = folder.resolve(CURRENT);
        return Files.exists(current) ? Files.readString(current).strip() : "";
    }

    private void removeAllBut(String name) throws IOException {
        List<Path> rubbish;
        try (Stream<Path> entries = Files.list(folder)) {
            rubbish = entries.filter(entry -> !isNamed(entry, CURRENT) && !isNamed(entry, name))
                    .toList();
        }
        for (Path entry : rubbish) {
            try (Stream<Path> tree = Files.walk(entry)) {
                for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private static boolean isNamed(Path entry, String name) {
        return entry.getFileName().toString().equals(name);
    }

    private static String chainText(Identity identity) throws IOException {
        try {
            return Pem.encode(identity.chain());
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot encode the certificates", e);
        }
    }

    private static void makeFolder(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            Files.createDirectories(path.getParent());
            Files.createDirectory(
                    path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
    }

    private static void write(Path path, String text) throws IOException {
        Files.deleteIfExists(path);
        try (FileChannel file = FileChannel.open(
                path,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            file.force(true);
        }
    }

    private static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
