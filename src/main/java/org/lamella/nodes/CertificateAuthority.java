package org.lamella.nodes;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.lamella.secrets.Secrets;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The installation's own certificate authority: signs the nodes' certificates and those that the replicas show to the
 * agents. Made by whichever replica starts first, kept in the database with its key sealed.
 */
@Component
public class CertificateAuthority {
    private static final Duration AUTHORITY_LIFETIME = Duration.ofDays(3650);
    private static final Duration REPLICA_LIFETIME = Duration.ofDays(365);
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    private final JdbcClient jdbc;
    private final Secrets secrets;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final X509Certificate certificate;
    private final PrivateKey key;

    /** A key and the certificates that go with it, leaf first, the authority last. */
    public record Credentials(PrivateKey key, List<X509Certificate> chain) {
        public Credentials {
            chain = List.copyOf(chain);
        }
    }

    /** The authority as it was read from its row. */
    private record Kept(X509Certificate certificate, PrivateKey key) {}

    CertificateAuthority(JdbcClient jdbc, Secrets secrets, Clock clock) {
        this.jdbc = jdbc;
        this.secrets = secrets;
        this.clock = clock;
        try {
            Kept kept = kept();
            this.certificate = kept.certificate();
            this.key = kept.key();
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException("the certificate authority cannot be made or read", e);
        }
    }

    public X509Certificate certificate() {
        return certificate;
    }

    /** Lower-case hex SHA-256 of the authority's certificate: what a join code pins. */
    public String fingerprint() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A certificate for a node: it may call, not be called. */
    X509Certificate signNode(NodeName node, PublicKey nodeKey, Duration lifetime) {
        return sign(node.text(), nodeKey, lifetime, KeyPurposeId.id_kp_clientAuth, List.of());
    }

    /** A fresh key and certificate for this replica, for its life; they are kept nowhere. */
    public Credentials replicaCredentials(Collection<String> names) {
        try {
            KeyPair pair = newKeyPair();
            List<GeneralName> alternatives =
                    names.stream().map(Certificates::generalName).toList();
            X509Certificate leaf = sign(
                    "control plane", pair.getPublic(), REPLICA_LIFETIME, KeyPurposeId.id_kp_serverAuth, alternatives);
            return new Credentials(pair.getPrivate(), List.of(leaf, certificate));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private X509Certificate sign(
            String commonName,
            PublicKey subjectKey,
            Duration lifetime,
            KeyPurposeId purpose,
            List<GeneralName> alternatives) {
        try {
            Instant now = clock.instant();
            var builder = new JcaX509v3CertificateBuilder(
                    certificate.getSubjectX500Principal(),
                    serial(),
                    Date.from(now.minus(CLOCK_SKEW)),
                    Date.from(now.plus(lifetime)),
                    new X500Principal(name(commonName).getEncoded()),
                    subjectKey);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(Extension.extendedKeyUsage, true, new ExtendedKeyUsage(purpose));
            if (!alternatives.isEmpty()) {
                builder.addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(alternatives.toArray(GeneralName[]::new)));
            }
            return signed(builder, key);
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException("no certificate can be made for " + commonName, e);
        }
    }

    private Kept kept() throws GeneralSecurityException, IOException, OperatorCreationException {
        if (read().isEmpty()) {
            make();
        }
        return read().orElseThrow();
    }

    private Optional<Kept> read() {
        return jdbc.sql("select certificate, sealed_key from certificate_authority")
                .query((row, number) -> kept(row.getBytes("certificate"), row.getBytes("sealed_key")))
                .optional();
    }

    private Kept kept(byte[] encodedCertificate, byte[] sealedKey) {
        try {
            var keySpec = new PKCS8EncodedKeySpec(secrets.open(sealedKey));
            return new Kept(
                    Certificates.parse(encodedCertificate),
                    KeyFactory.getInstance("EC").generatePrivate(keySpec));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the certificate authority in the database cannot be read", e);
        }
    }

    /** Two replicas that start at once both try; the first row stays and both use it. */
    private void make() throws GeneralSecurityException, IOException, OperatorCreationException {
        KeyPair pair = newKeyPair();
        Instant now = clock.instant();
        X500Name self = name("Lamella certificate authority " + HexFormat.of().formatHex(random.generateSeed(4)));
        var builder = new JcaX509v3CertificateBuilder(
                self,
                serial(),
                Date.from(now.minus(CLOCK_SKEW)),
                Date.from(now.plus(AUTHORITY_LIFETIME)),
                self,
                pair.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        jdbc.sql("""
                        insert into certificate_authority (only_one, certificate, sealed_key, created_at)
                        values (true, ?, ?, ?) on conflict do nothing""")
                .params(
                        signed(builder, pair.getPrivate()).getEncoded(),
                        secrets.seal(pair.getPrivate().getEncoded()),
                        now.atOffset(ZoneOffset.UTC))
                .update();
    }

    private static X509Certificate signed(X509v3CertificateBuilder builder, PrivateKey signer)
            throws GeneralSecurityException, OperatorCreationException {
        ContentSigner content = new JcaContentSignerBuilder("SHA256withECDSA").build(signer);
        return new JcaX509CertificateConverter().getCertificate(builder.build(content));
    }

    private static KeyPair newKeyPair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static X500Name name(String commonName) {
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, "Lamella")
                .addRDN(BCStyle.CN, commonName)
                .build();
    }

    private BigInteger serial() {
        return new BigInteger(127, random).add(BigInteger.ONE);
    }
}
