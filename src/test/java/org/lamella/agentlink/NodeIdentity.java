package org.lamella.agentlink;

import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.lamella.protocol.NodeCertificate;

/** A node's key and, once it has joined, its certificate chain, leaf first. */
record NodeIdentity(KeyPair keys, List<X509Certificate> chain) {
    static NodeIdentity fresh() {
        try {
            return new NodeIdentity(KeyPairGenerator.getInstance("EC").generateKeyPair(), List.of());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** A request for a certificate; the name in it is one that the control plane must not believe. */
    byte[] csr() {
        try {
            var builder = new JcaPKCS10CertificationRequestBuilder(new X500Name("CN=another-node"), keys.getPublic());
            return builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
                    .getEncoded();
        } catch (IOException | OperatorCreationException e) {
            throw new AssertionError(e);
        }
    }

    NodeIdentity certified(NodeCertificate issued) {
        return new NodeIdentity(
                keys,
                issued.getChainList().stream()
                        .map(der -> certificate(der.toByteArray()))
                        .toList());
    }

    X509Certificate leaf() {
        return chain.getFirst();
    }

    /**
     * A connection that shows this identity's certificate, and trusts only its authority. Its window is small, so that
     * a few plans fill it when a stream is not read.
     */
    ManagedChannel dial(int port) {
        try {
            var tls = GrpcSslContexts.configure(SslContextBuilder.forClient())
                    .trustManager(chain.getLast())
                    .keyManager(keys.getPrivate(), chain.toArray(X509Certificate[]::new))
                    .build();
            return NettyChannelBuilder.forAddress("localhost", port)
                    .sslContext(tls)
                    .flowControlWindow(65_535)
                    .build();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static X509Certificate certificate(byte[] der) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
