package org.lamella.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Brings an archive to the control plane, unless it has it: it is known by its digest. */
final class ArchiveUpload {
    private static final int BUFFER = 1 << 16;

    private final Lamella lamella;

    ArchiveUpload(Lamella lamella) {
        this.lamella = lamella;
    }

    /** @return its digest */
    String bring(Path file, boolean dryRun) {
        var digest = digest(file);
        var api = lamella.api();
        if (api.find(Api.path("image-archives", digest)).isPresent()) {
            return digest;
        }
        if (dryRun) {
            throw Failure.usage("an upload cannot be tried out, and the server does not have " + file
                    + " yet; leave --dry-run out, or give the --digest of an archive that it has");
        }
        return Json.text(api.upload(Api.path("image-archives") + "?digest=" + digest, file), "digest", digest);
    }

    private static String digest(Path file) {
        try (InputStream bytes = Files.newInputStream(file)) {
            var digest = MessageDigest.getInstance("SHA-256");
            var buffer = new byte[BUFFER];
            for (int count = bytes.read(buffer); count >= 0; count = bytes.read(buffer)) {
                digest.update(buffer, 0, count);
            }
            return "sha256:" + HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw Failure.usage("cannot read " + file + ": " + e.getMessage());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
