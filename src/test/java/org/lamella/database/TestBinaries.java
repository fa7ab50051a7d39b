package org.lamella.database;

import java.nio.file.Path;

/** One place for what all tests share on disk: PostgreSQL's programs, unpacked once a build. */
final class TestBinaries {
    /** This module's build folder. */
    static final Path TARGET =
            Path.of(System.getProperty("basedir", "."), "target").toAbsolutePath();

    static final Path FOLDER = TARGET.resolve("test-postgres").resolve("binaries");

    private TestBinaries() {}
}
