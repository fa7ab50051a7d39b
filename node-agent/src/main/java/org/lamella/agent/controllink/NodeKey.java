package org.lamella.agent.controllink;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** A key made on this node, EC P-256. Only its public half ever leaves it, in a signing request. */
record NodeKey(KeyPair pair) {
    private static final String SIGNATURE = "SHA256withECDSA";

    static NodeKey generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return new NodeKey(generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no EC P-256", e);
        }
    }

    /** PKCS#10, DER. The subject says nothing: the control plane puts in the node that the code was made for. */
    byte[] signingRequest() {
        try {
            return new JcaPKCS10CertificationRequestBuilder(new X500Principal("CN=node"), pair.getPublic())
                    .build(new JcaContentSignerBuilder(SIGNATURE).build(pair.getPrivate()))
                    .getEncoded();
        } catch (OperatorCreationException e) {
            throw new IllegalStateException("this Java cannot sign with " + SIGNATURE, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the two halves belong together: what one signs, the other must accept. */
    static boolean match(PrivateKey privateKey, PublicKey publicKey) {
        byte[] probe = {1};
        try {
            Signature signing = Signature.getInstance(SIGNATURE);
            signing.initSign(privateKey);
            signing.update(probe);
            Signature verifying = Signature.getInstance(SIGNATURE);
            verifying.initVerify(publicKey);
            verifying.update(probe);
            return verifying.verify(signing.sign());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
