package org.lamella.agent.controllink;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A CA as the control plane has one. */
final class TestAuthority {
    private static final X500Principal NAME = new X500Principal("CN=Test CA");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final KeyPair pair = NodeKey.generate().pair();
    private final X509Certificate certificate;

    TestAuthority() {
        Instant now = Instant.now();
        certificate = sign(NAME, pair.getPublic(), now.minusSeconds(3600), now.plusSeconds(86_400), null);
    }

    X509Certificate certificate() {
        return certificate;
    }

    Fingerprint fingerprint() {
        return Fingerprint.of(certificate);
    }

    X509Certificate server(PublicKey key) {
        Instant now = Instant.now();
        return sign(
                new X500Principal("CN=control plane"),
                key,
                now.minusSeconds(60),
                now.plusSeconds(3600),
                KeyPurposeId.id_kp_serverAuth);
    }

    X509Certificate node(String name, PublicKey key, Instant from, Instant until) {
        return sign(new X500Principal("CN=" + name), key, from, until, KeyPurposeId.id_kp_clientAuth);
    }

    X509Certificate node(String name, PublicKey key) {
        return node(name, key, Instant.now().minusSeconds(60), Instant.now().plusSeconds(3600));
    }

    private X509Certificate sign(
            X500Principal subject, PublicKey key, Instant from, Instant until, KeyPurposeId purpose) {
        try {
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    NAME, new BigInteger(64, RANDOM), Date.from(from), Date.from(until), subject, key);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(purpose == null));
            if (purpose != null) {
                builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new AssertionError(e);
        }
    }
}
