package org.lamella.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.lamella.secrets.Secrets;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.SettableClock;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@ControlPlaneTest
class CertificateAuthorityTest {
    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Secrets secrets;

    @Autowired
    private SettableClock clock;

    @Test
    void isMadeOnceWhenManyReplicasStartAtOnce() throws Exception {
        jdbc.sql("delete from certificate_authority").update();
        Callable<String> start = () -> new CertificateAuthority(jdbc, secrets, clock).fingerprint();
        Set<String> fingerprints = new HashSet<>();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var started :
                    executor.invokeAll(Stream.generate(() -> start).limit(8).toList())) {
                fingerprints.add(started.get());
            }
        }
        assertThat(fingerprints).hasSize(1);
    }

    @Test
    void keepsItsKeySealed() throws Exception {
        new CertificateAuthority(jdbc, secrets, clock);
        byte[] sealed = jdbc.sql("select sealed_key from certificate_authority")
                .query(byte[].class)
                .single();
        byte[] key = secrets.open(sealed);
        assertThat(KeyFactory.getInstance("EC")
                        .generatePrivate(new PKCS8EncodedKeySpec(key))
                        .getEncoded())
                .isEqualTo(key);
        assertThat(HexFormat.of().formatHex(sealed))
                .doesNotContain(HexFormat.of().formatHex(key, 30, 60));
    }

    @Test
    void namesItsReplicasByWhatAgentsMayCallThem() throws Exception {
        var chain = new CertificateAuthority(jdbc, secrets, clock)
                .replicaCredentials(List.of("localhost", "10.1.2.3"))
                .chain();
        assertThat(chain.getFirst().getSubjectAlternativeNames())
                .extracting(name -> (Object) name.getLast())
                .containsExactly("localhost", "10.1.2.3");
        assertThat(chain.getFirst().getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        chain.getFirst().verify(chain.getLast().getPublicKey());
    }
}
