package org.lamella.agent.controllink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityStoreTest {
    private static final TestAuthority AUTHORITY = new TestAuthority();

    @TempDir
    Path state;

    @Test
    void isEmptyBeforeTheNodeJoined() throws IOException {
        assertThat(new IdentityStore(state).load()).isEmpty();
    }

    @Test
    void givesBackWhatWasSaved() throws IOException {
        Identity identity = identity();
        new IdentityStore(state).save(identity);
        assertThat(new IdentityStore(state).load()).contains(identity);
    }

    @Test
    void knowsTheSameNodeOfTheSameControlPlaneOnly() throws IOException {
        IdentityStore store = new IdentityStore(state);
        assertThat(store.holdsSameNode(identity())).isFalse();
        store.save(identity());
        assertThat(store.holdsSameNode(identity())).isTrue();
        assertThat(store.holdsSameNode(identity(AUTHORITY, "node2"))).isFalse();
        assertThat(store.holdsSameNode(identity(new TestAuthority(), "node1"))).isFalse();
    }

    @Test
    void takesADamagedIdentityForAnothers() throws IOException {
        IdentityStore store = new IdentityStore(state);
        store.save(identity());
        Files.writeString(state.resolve("identity/1/node.json"), "{");
        assertThat(store.holdsSameNode(identity())).isFalse();
    }

    @Test
    void keepsTheKeyToItsOwner() throws IOException {
        new IdentityStore(state).save(identity());
        Path key = state.resolve("identity/1/key.pem");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state.resolve("identity"))))
                .isEqualTo("rwx------");
    }

    @Test
    void leavesNoneOrTheNewOneWhenKilledBetweenAnyTwoStepsOfTheFirstSave() throws IOException {
        Identity identity = identity();
        int steps = new IdentityStore(state).steps(identity).size();
        for (int after = 0; after <= steps; after++) {
            Path folder = state.resolve("first-" + after);
            stopAfter(after, folder, identity);
            assertThat(new IdentityStore(folder).load().stream())
                    .as("after %d steps", after)
                    .isSubsetOf(identity);
            new IdentityStore(folder).save(identity);
            assertThat(new IdentityStore(folder).load()).contains(identity);
        }
    }

    @Test
    void leavesTheOldOrTheNewOneWhenKilledBetweenAnyTwoStepsOfARenewal() throws IOException {
        Identity old = identity();
        Identity renewed = identity();
        int steps = new IdentityStore(state).steps(renewed).size();
        boolean switched = false;
        for (int after = 0; after <= steps; after++) {
            Path folder = state.resolve("renewal-" + after);
            new IdentityStore(folder).save(old);
            stopAfter(after, folder, renewed);
            Identity found = new IdentityStore(folder).load().orElseThrow();
            switched |= found.equals(renewed);
            assertThat(found).as("after %d steps", after).isEqualTo(switched ? renewed : old);
            new IdentityStore(folder).save(renewed);
            assertThat(new IdentityStore(folder).load()).contains(renewed);
            assertOnlyTheCurrentIsLeft(folder);
        }
        assertThat(switched).isTrue();
    }

    @Test
    void survivesAKeyThatWasWrittenInPart() throws IOException {
        Identity old = identity();
        new IdentityStore(state).save(old);
        Path half = Files.createDirectory(state.resolve("identity/2"));
        Files.writeString(half.resolve("key.pem"), "-----BEGIN PRIV");
        Files.writeString(state.resolve("identity/current.new"), "");
        assertThat(new IdentityStore(state).load()).contains(old);
        Identity renewed = identity();
        new IdentityStore(state).save(renewed);
        assertThat(new IdentityStore(state).load()).contains(renewed);
    }

    @Test
    void saysWhichFolderIsDamaged() throws IOException {
        new IdentityStore(state).save(identity());
        Files.writeString(
                state.resolve("identity/1/key.pem"),
                Pem.encode(NodeKey.generate().pair().getPrivate()));
        assertThatThrownBy(() -> new IdentityStore(state).load())
                .isInstanceOf(IOException.class)
                .hasMessage("the identity in " + state.resolve("identity/1")
                        + " is damaged: the certificate was issued for another key");
    }

    private static void stopAfter(int steps, Path folder, Identity identity) throws IOException {
        for (IdentityStore.Step step : new IdentityStore(folder).steps(identity).subList(0, steps)) {
            step.run();
        }
    }

    private static void assertOnlyTheCurrentIsLeft(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder.resolve("identity"))) {
            assertThat(entries).hasSize(2);
        }
    }

    private static Identity identity() {
        return identity(AUTHORITY, "node1");
    }

    private static Identity identity(TestAuthority authority, String node) {
        NodeKey key = NodeKey.generate();
        return new Identity(
                key.pair().getPrivate(),
                List.of(authority.node(node, key.pair().getPublic()), authority.certificate()),
                node,
                new HostPort("198.18.0.1", 7443),
                authority.fingerprint());
    }
}
