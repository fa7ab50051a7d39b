package org.lamella.secrets;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import org.apache.commons.codec.binary.Base32;
import org.springframework.stereotype.Component;

/**
 * Random tokens, their keyed hashes, and sealing of what must not lie readable in the database.
 *
 * <p>Someone who reads the database alone learns no token and no key: both need the secret, which is not in it.
 */
@Component
public class Secrets {
    private static final int SECRET_BYTES = 32;
    private static final int NONCE_BYTES = 12;

    private final SecureRandom random = new SecureRandom();
    private final SecretKey hashKey;
    private final SecretKey sealKey;

    Secrets(SecretSettings settings) {
        byte[] secret = secret(settings);
        this.hashKey = derive(secret, "token hashes", "HmacSHA256");
        this.sealKey = derive(secret, "keys at rest", "AES");
    }

    /** Random text of lower-case letters and digits (RFC 4648 base 32). */
    public String randomText(int bytes) {
        byte[] noise = new byte[bytes];
        random.nextBytes(noise);
        return new Base32().encodeToString(noise).replace("=", "").toLowerCase(Locale.ROOT);
    }

    /** What is stored in place of a token: 32 bytes that say nothing without the installation's secret. */
    public byte[] hash(String token) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(hashKey);
            return mac.doFinal(token.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @return nonce and AES-GCM ciphertext */
    public byte[] seal(byte[] plain) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = crypt(Cipher.ENCRYPT_MODE, nonce, plain);
        byte[] all = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
        System.arraycopy(sealed, 0, all, NONCE_BYTES, sealed.length);
        return all;
    }

    /** @throws IllegalStateException when it was sealed with another secret, or changed since */
    public byte[] open(byte[] sealed) {
        byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
        return crypt(Cipher.DECRYPT_MODE, nonce, Arrays.copyOfRange(sealed, NONCE_BYTES, sealed.length));
    }

    private byte[] crypt(int mode, byte[] nonce, byte[] input) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, sealKey, new GCMParameterSpec(128, nonce));
            return cipher.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "the database holds keys that were sealed with another lamella.secret than this one", e);
        }
    }

    private static SecretKey derive(byte[] secret, String purpose, String algorithm) {
        try {
            var parameters = HKDFParameterSpec.ofExtract()
                    .addIKM(secret)
                    .thenExpand(purpose.getBytes(StandardCharsets.US_ASCII), SECRET_BYTES);
            return KDF.getInstance("HKDF-SHA256").deriveKey(algorithm, parameters);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] secret(SecretSettings settings) {
        if (settings.secret() != null && !settings.secret().isBlank()) {
            return decode(settings.secret(), "lamella.secret");
        }
        if (settings.data() == null) {
            throw new IllegalStateException("set lamella.secret (LAMELLA_SECRET) to the base64 of 32 random bytes, the"
                    + " same on all replicas, or lamella.data to a folder where one can be kept");
        }
        Path file = settings.data().resolve("secret");
        try {
            Files.createDirectories(settings.data());
            create(file);
            return decode(Files.readString(file).strip(), file.toString());
        } catch (IOException e) {
            throw new UncheckedIOException("the secret in " + file + " cannot be kept", e);
        }
    }

    private void create(Path file) throws IOException {
        byte[] noise = new byte[SECRET_BYTES];
        random.nextBytes(noise);
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        // Not named after the process: two replicas in containers that share the folder may both be process 1.
        Path staged = Files.createTempFile(file.toAbsolutePath().getParent(), "secret", ".new", ownerOnly);
        try {
            Files.writeString(staged, Base64.getEncoder().encodeToString(noise), StandardOpenOption.SYNC);
            // A link, unlike a move, never replaces a secret that is there already.
            Files.createLink(file, staged);
        } catch (FileAlreadyExistsException kept) {
            // The one that is there stays.
        } finally {
            Files.deleteIfExists(staged);
        }
    }

    private static byte[] decode(String base64, String where) {
        byte[] secret;
        try {
            secret = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(where + " is not base64", e);
        }
        if (secret.length < SECRET_BYTES) {
            throw new IllegalStateException(
                    where + " holds " + secret.length + " bytes, at least " + SECRET_BYTES + " are needed");
        }
        return secret;
    }
}
