package org.lamella.accounts.keys;

import java.math.BigInteger;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECPoint;
import java.security.spec.EllipticCurve;
import java.util.Arrays;
import java.util.Optional;
import org.apache.sshd.common.config.keys.u2f.SecurityKeyPublicKey;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * Whether a key that is well formed is also one that protects anything. A decoder takes numbers as they come; points that are
 * not on their curve, or on a small part of it, and moduli that fall apart are found here.
 */
final class KeyStrength {
    private static final int SHORTEST_RSA = 3072;
    private static final int LONGEST_RSA = 16_384;
    private static final BigInteger SMALLEST_EXPONENT = BigInteger.valueOf(65_537);
    /** NIST SP 800-89 §5.3.3: a public exponent below 2^256. */
    private static final int LONGEST_EXPONENT = 256;

    private static final BigInteger SMALL_PRIMES = productOfPrimesBelow(1000);

    private KeyStrength() {}

    /** A sentence that says what is wrong; empty when nothing is. */
    static Optional<String> objection(PublicKey key) {
        return switch (key) {
            case RSAPublicKey rsa -> ofRsa(rsa);
            case ECPublicKey ec -> isOnItsCurve(ec) ? Optional.empty() : notOnCurve();
            case SecurityKeyPublicKey<?> token -> objection(token.getDelegatePublicKey());
            default -> isEd25519(key) ? Optional.empty() : notOnCurve();
        };
    }

    private static Optional<String> ofRsa(RSAPublicKey rsa) {
        BigInteger modulus = rsa.getModulus();
        BigInteger exponent = rsa.getPublicExponent();
        if (modulus.bitLength() < SHORTEST_RSA || modulus.bitLength() > LONGEST_RSA) {
            return Optional.of("is an RSA key of " + modulus.bitLength() + " bits; " + SHORTEST_RSA + " to "
                    + LONGEST_RSA + " are taken; better make one with ssh-keygen -t ed25519");
        }
        if (exponent.compareTo(SMALLEST_EXPONENT) < 0
                || exponent.bitLength() > LONGEST_EXPONENT
                || !exponent.testBit(0)) {
            return Optional.of("is an RSA key with a weak public exponent; it must be odd and 65537 or more");
        }
        if (!modulus.gcd(SMALL_PRIMES).equals(BigInteger.ONE) || modulus.isProbablePrime(20)) {
            return Optional.of(
                    "is an RSA key whose modulus is no product of two large primes: it was not made rightly");
        }
        return Optional.empty();
    }

    private static boolean isOnItsCurve(ECPublicKey key) {
        ECPoint point = key.getW();
        EllipticCurve curve = key.getParams().getCurve();
        if (point.equals(ECPoint.POINT_INFINITY) || !(curve.getField() instanceof ECFieldFp field)) {
            return false;
        }
        BigInteger p = field.getP();
        BigInteger x = point.getAffineX();
        BigInteger y = point.getAffineY();
        if (x.signum() < 0 || x.compareTo(p) >= 0 || y.signum() < 0 || y.compareTo(p) >= 0) {
            return false;
        }
        BigInteger right =
                x.multiply(x).add(curve.getA()).multiply(x).add(curve.getB()).mod(p);
        return y.multiply(y).mod(p).equals(right);
    }

    /** A point of the large prime-order group, not one of the few others. */
    private static boolean isEd25519(PublicKey key) {
        byte[] encoded = key.getEncoded();
        // The X.509 form (RFC 8410) ends with the 32 bytes of the point.
        byte[] point = Arrays.copyOfRange(encoded, encoded.length - Ed25519.PUBLIC_KEY_SIZE, encoded.length);
        return Ed25519.validatePublicKeyFull(point, 0);
    }

    private static Optional<String> notOnCurve() {
        return Optional.of("is no point of its curve that could be a key: it was not made rightly");
    }

    private static BigInteger productOfPrimesBelow(int most) {
        BigInteger product = BigInteger.ONE;
        for (int n = 2; n < most; n++) {
            BigInteger candidate = BigInteger.valueOf(n);
            product = candidate.isProbablePrime(20) ? product.multiply(candidate) : product;
        }
        return product;
    }
}
