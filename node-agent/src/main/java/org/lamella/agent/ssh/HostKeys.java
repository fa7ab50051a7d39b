package org.lamella.agent.ssh;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.lamella.agent.host.AtomicFile;

/**
 * The keys by which the node's door is known. Made once and kept, in files as OpenSSH has them, so that a node may also be
 * given the keys it had under another system.
 */
public record HostKeys(List<KeyPair> pairs) {
    private static final Map<String, String> FILES = new TreeMap<>(Map.of(
            KeyPairProvider.SSH_ED25519, "ssh_host_ed25519_key",
            KeyPairProvider.ECDSA_SHA2_NISTP256, "ssh_host_ecdsa_key"));
    private static final int BITS = 256;

    public HostKeys {
        pairs = List.copyOf(pairs);
    }

    /** @param folder of the agent's state; what is missing in it is made */
    public static HostKeys in(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        List<KeyPair> pairs = new ArrayList<>();
        for (Map.Entry<String, String> kind : FILES.entrySet()) {
            Path file = folder.resolve(kind.getValue());
            try {
                if (Files.notExists(file)) {
                    AtomicFile.replaceDurably(file, encode(KeyUtils.generateKeyPair(kind.getKey(), BITS)));
                }
                pairs.add(decode(file));
            } catch (GeneralSecurityException | IllegalArgumentException e) {
                throw new IOException("the host key " + file + " cannot be used: " + e.getMessage(), e);
            }
        }
        return new HostKeys(pairs);
    }

    /** @return of each key its type and itself in Base64, as in an {@code authorized_keys} file */
    public List<String> publicKeys() {
        return pairs.stream()
                .map(pair -> PublicKeyEntry.toString(pair.getPublic()))
                .toList();
    }

    private static String encode(KeyPair pair) throws IOException, GeneralSecurityException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(pair, "lamella", null, text);
        return text.toString(StandardCharsets.US_ASCII);
    }

    private static KeyPair decode(Path file) throws IOException, GeneralSecurityException {
        Iterable<KeyPair> pairs = SecurityUtils.loadKeyPairIdentities(
                null, NamedResource.ofName(file.toString()), Files.newInputStream(file), null);
        if (pairs == null || !pairs.iterator().hasNext()) {
            throw new IOException("there is no key in " + file);
        }
        return pairs.iterator().next();
    }
}
