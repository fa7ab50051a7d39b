package org.lamella.agent.controllink;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts exactly one CA, by its fingerprint, and what it issued for TLS servers.
 *
 * <p>The pin replaces the check of the host name: a control plane may move to another address, and only the holder of
 * the pinned CA can issue what is accepted here. Because every node holds a certificate of that same CA, a certificate
 * must be marked for TLS servers; otherwise any node could pass for the control plane.
 */
final class PinnedTrust extends X509ExtendedTrustManager {
    private static final String FOR_SERVERS = "1.3.6.1.5.5.7.3.1";

    private final Fingerprint pin;
    private final Clock clock;

    PinnedTrust(Fingerprint pin, Clock clock) {
        this.pin = pin;
        this.clock = clock;
    }

    /** The other side shows another CA than the pinned one. */
    static final class WrongAuthority extends CertificateException {
        private final transient Fingerprint shown;

        WrongAuthority(Fingerprint shown) {
            super("shows a CA with fingerprint " + shown);
            this.shown = shown;
        }

        Fingerprint shown() {
            return shown;
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        X509Certificate authority = chain[chain.length - 1];
        Fingerprint shown = Fingerprint.of(authority);
        if (!shown.equals(pin)) {
            throw new WrongAuthority(shown);
        }
        if (chain.length < 2 || authority.getBasicConstraints() < 0) {
            throw new CertificateException("the control plane shows no certificate issued by its CA");
        }
        validate(Arrays.asList(chain).subList(0, chain.length - 1), authority);
        List<String> uses = chain[0].getExtendedKeyUsage();
        if (uses == null || !uses.contains(FOR_SERVERS)) {
            throw new CertificateException("the certificate shown, " + chain[0].getSubjectX500Principal()
                    + ", is not marked for TLS servers, so it may be a node's");
        }
    }

    private void validate(List<X509Certificate> path, X509Certificate authority) throws CertificateException {
        try {
            PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(authority, null)));
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(clock.instant()));
            CertPathValidator.getInstance("PKIX")
                    .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
        } catch (GeneralSecurityException e) {
            throw new CertificateException("the control plane's certificate does not hold: " + e.getMessage(), e);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("an agent takes no connections");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
