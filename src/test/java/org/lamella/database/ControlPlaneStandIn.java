package org.lamella.database;

import java.nio.file.Path;

/** Runs in a JVM of its own, to be killed: opens the folder it is given, says so, and waits for its standard input to end. */
final class ControlPlaneStandIn {
    private ControlPlaneStandIn() {}

    public static void main(String[] args) throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgresFixture.start(Path.of(args[0]))) {
            System.out.println("open " + server.url());
            System.in.transferTo(System.out);
        } catch (DatabaseStartFailure failure) {
            System.out.println("refused " + failure.getMessage().replace('\n', ' '));
        }
    }
}
