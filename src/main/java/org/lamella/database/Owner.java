package org.lamella.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** A numeric user and group, of a file or of a process. */
record Owner(int uid, int gid) {
    private static final Path SELF = Path.of("/proc/self");

    /** {@code nobody} wherever Linux is: it needs an entry in the user table, which initdb looks up. */
    static final Owner NOBODY = new Owner(65534, 65534);

    static Owner of(Path path) throws IOException {
        return new Owner((int) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS), (int)
                Files.getAttribute(path, "unix:gid", LinkOption.NOFOLLOW_LINKS));
    }

    /** The effective user of this process. */
    static Owner me() throws IOException {
        return of(SELF.toRealPath());
    }

    boolean isMe() throws IOException {
        return uid == me().uid;
    }

    boolean isRoot() {
        return uid == 0;
    }

    void take(Path path) throws IOException {
        Files.setAttribute(path, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(path, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
    }
}
