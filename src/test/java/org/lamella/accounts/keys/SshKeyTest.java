package org.lamella.accounts.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys that ssh-keygen has made, and keys that nobody should have made. */
class SshKeyTest {
    private static final String ED25519 =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINkmD86LHIngIPxCphMO2aIc0xijSx0o0cw2SPVLz0WY";
    private static final BigInteger GOOD_EXPONENT = BigInteger.valueOf(65_537);

    @ParameterizedTest
    @CsvSource({
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINkmD86LHIngIPxCphMO2aIc0xijSx0o0cw2SPVLz0WY, SHA256:ENAHGCsoVvuqR7Qlwrp9FC7qESrUjlIFSeA3XhS7ddk",
        "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBMvCU4pxd5AcdJRJ0MVPad5Sjl40/k8mWc8H6GJWQQ/KWtRZ3B6+jP22G+JFN40VMy1vm0MLg3FrsUyF6XZ5aTg=, SHA256:hOXtwzCI+dF6gpT0V5S0YwNmYkxqKxgKOw+o116sycg",
        "ecdsa-sha2-nistp384 AAAAE2VjZHNhLXNoYTItbmlzdHAzODQAAAAIbmlzdHAzODQAAABhBPfTtKuC8tA/wv9b107DlZz1ACZzvg08Vgfao8yP+uJeIfPCoF8kZ8VamH6BJ0UGJRRm5y/WUa+ZxktrnaoYV2Zwo2Tx8wijYUsi0A9jSH1QOOu/n1F5RuALuUHR2/890Q==, SHA256:H9Y7CwCYoOblfppHT0LJpeLy4rt8Pk11IN+57IoDkXY",
        "ecdsa-sha2-nistp521 AAAAE2VjZHNhLXNoYTItbmlzdHA1MjEAAAAIbmlzdHA1MjEAAACFBAFZ4iCm8spdaa7FNDrtjPcosW2dPvC3UiPXl0aoxoLcCLeFW2WGlam+9B5hBz1cDuY7ugYDxOMn/VIP1y3s1ZBq2wB23y3wFN3i2qLD9BAfwirLsH/cTWTlY/FC3K3oOR5n1uH53hQ4OA2G30VRY4J62ms1/gqXV3GPn7GNuabRWDL5GA==, SHA256:AeLUvKWr2XOHoaXFZGaKDQ0xvhtWRgZUnL64IzwKeDY",
        "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQD1ltYEuxP860u0HKLHVEt3/97BkMApIcX3T5abfNrT21MZBSehahoO92oAa8/XDA5eVryyv4mV5B3/b40Z9iTVyGz1QJs0eFxaYA+lHLcTNnoLF6nXIzhOWnihvSKU4Sd6sJ1Zfu/8z8rKxEI0RTgXw4aCmPlY8YhKOmWZGCoypt/WXy6NL5446mqSXwxr2i2OxPcOfbJJ521f3f+D5D8711aNoZ/KywttTBNv4VQEwvruMuukciy1IvhsGW4wHJFs9S6sPe0M5FJSL+pmmiQ41M+i8fjCsqW45bfSb5OQe/fhhFLGtu1+2E+8ukaf6/amGwdb2B8njysPuDDrRZPQrpVRqSPXpAx3f/YCDXti1nIK5UAHZYZ3yCppbGz4y0/wlkd6OlWZzyYelrPqpbzPt8JEjbMhiKi7dil1dT1wdTYdFrml/eSjIiv+ryEKHPuJ0728kC5jKlRGGGwSuk9fyRHvPyVEPi270VMIW3doH1Wf1KeQV+MDCnyhsPtgJkE=, SHA256:+cSAuq5LDasOJ+UCyVrVYkG00GG8aMnwBHFEHWSCEaE"
    })
    void readsWhatSshKeygenMakes(String line, String fingerprint) {
        SshKey key = SshKey.parse(line + "  ada@laptop, at home \n").key().orElseThrow();
        assertThat(key.fingerprint()).isEqualTo(fingerprint);
        assertThat(key.comment()).isEqualTo("ada@laptop, at home");
        assertThat(key.line()).isEqualTo(line + " ada@laptop, at home");
    }

    @Test
    void readsKeysOfSecurityTokens() throws IOException {
        byte[] point = Base64.getDecoder().decode(ED25519.substring("ssh-ed25519 ".length()));
        byte[] raw = Arrays.copyOfRange(point, point.length - 32, point.length);
        String line = line("sk-ssh-ed25519@openssh.com", raw, "ssh:".getBytes(StandardCharsets.US_ASCII));
        assertThat(SshKey.parse(line).key().orElseThrow().type()).isEqualTo("sk-ssh-ed25519@openssh.com");

        byte[] ecdsa = Base64.getDecoder()
                .decode(
                        "AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBMvCU4pxd5AcdJRJ0MVPad5Sjl40/k8mWc8H6GJWQQ/KWtRZ3B6+jP22G+JFN40VMy1vm0MLg3FrsUyF6XZ5aTg=");
        byte[] q = Arrays.copyOfRange(ecdsa, ecdsa.length - 65, ecdsa.length);
        String second = line(
                "sk-ecdsa-sha2-nistp256@openssh.com",
                "nistp256".getBytes(StandardCharsets.US_ASCII),
                q,
                "ssh:".getBytes(StandardCharsets.US_ASCII));
        assertThat(SshKey.parse(second).key()).isPresent();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC6XWRT4xJ9Pl4Og5GP193/1UwWGt4jcDe/kEiKqlGMAETnljWFrYDpqY8Yu34mld5jcg9QM3KuV+mz4GUqwwwnFCm5PSWjusqECnmLo9oWGAEPpU6d+z7viBo342I/Tq01ECNNy6L4eAdvxgTKZNXp+2DtlBBi16CMS9XKNoRpLl8t8avTMCMB6TLDWumdKp7g4FrFtF0ek7x1+i2Rf9IgVmPIqwmezdRSg3obTBMsf9ZRJnNDl15pbSvxzdWO5UF1o7xaBIU62Vmik5uWRSzfoNkdKmeNFkL1mgwtXz0i3U2my/7DAweM/iN9jnt/3FALCvrAUjgSIop5wBjkjmvV | RSA key of 2048 bits",
                "ssh-dss AAAAB3NzaC1kc3MAAACB | DSA",
                "ssh-ed25519-cert-v01@openssh.com AAAA | certificate",
                "no-pty,command=\"date\" ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINkmD86LHIngIPxCphMO2aIc0xijSx0o0cw2SPVLz0WY | options",
                "restrict ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINkmD86LHIngIPxCphMO2aIc0xijSx0o0cw2SPVLz0WY | options",
                "ssh-ed25519 | breaks off",
                "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINkm | cut off",
                "ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAINkmD86LHIngIPxCphMO2aIc0xijSx0o0cw2SPVLz0WY | cut off",
                "hello | must begin with one of"
            })
    void refusesOthersInWords(String line, String words) {
        SshKey.Parsed parsed = SshKey.parse(line);
        assertThat(parsed.key()).isEmpty();
        assertThat(parsed.refusal()).get().asString().contains(words);
    }

    @Test
    void refusesAPrivateKeyWithoutRepeatingIt() {
        String pasted =
                "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAA\n-----END OPENSSH PRIVATE KEY-----\n";
        assertThat(SshKey.parse(pasted).refusal())
                .get()
                .asString()
                .contains("is a private key")
                .doesNotContain("b3Blbn");
    }

    @Test
    void refusesTwoLines() {
        assertThat(SshKey.parse(ED25519 + "\n" + ED25519).refusal())
                .get()
                .asString()
                .contains("one line");
    }

    @Test
    void refusesWhatFollowsTheKey() {
        byte[] blob = Base64.getDecoder().decode(ED25519.substring("ssh-ed25519 ".length()));
        String longer = Base64.getEncoder().encodeToString(Arrays.copyOf(blob, blob.length + 4));
        assertThat(SshKey.parse("ssh-ed25519 " + longer).key()).isEmpty();
    }

    /** Points of small order: whoever knows them can sign for them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0100000000000000000000000000000000000000000000000000000000000000",
                "0000000000000000000000000000000000000000000000000000000000000000",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                "0200000000000000000000000000000000000000000000000000000000000000"
            })
    void refusesEd25519PointsThatAreNoKeys(String point) throws IOException {
        assertThat(SshKey.parse(line("ssh-ed25519", HexFormat.of().parseHex(point)))
                        .key())
                .isEmpty();
    }

    @Test
    void refusesAPointBesideTheCurve() throws IOException {
        byte[] ecdsa = Base64.getDecoder()
                .decode(
                        "AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBMvCU4pxd5AcdJRJ0MVPad5Sjl40/k8mWc8H6GJWQQ/KWtRZ3B6+jP22G+JFN40VMy1vm0MLg3FrsUyF6XZ5aTg=");
        byte[] q = Arrays.copyOfRange(ecdsa, ecdsa.length - 65, ecdsa.length);
        q[64] ^= 1;
        String line = line("ecdsa-sha2-nistp256", "nistp256".getBytes(StandardCharsets.US_ASCII), q);
        assertThat(SshKey.parse(line).key()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 3, 17, 65_538})
    void refusesAWeakExponent(long exponent) throws IOException {
        byte[] key = Base64.getDecoder()
                .decode(
                        "AAAAB3NzaC1yc2EAAAADAQABAAABgQD1ltYEuxP860u0HKLHVEt3/97BkMApIcX3T5abfNrT21MZBSehahoO92oAa8/XDA5eVryyv4mV5B3/b40Z9iTVyGz1QJs0eFxaYA+lHLcTNnoLF6nXIzhOWnihvSKU4Sd6sJ1Zfu/8z8rKxEI0RTgXw4aCmPlY8YhKOmWZGCoypt/WXy6NL5446mqSXwxr2i2OxPcOfbJJ521f3f+D5D8711aNoZ/KywttTBNv4VQEwvruMuukciy1IvhsGW4wHJFs9S6sPe0M5FJSL+pmmiQ41M+i8fjCsqW45bfSb5OQe/fhhFLGtu1+2E+8ukaf6/amGwdb2B8njysPuDDrRZPQrpVRqSPXpAx3f/YCDXti1nIK5UAHZYZ3yCppbGz4y0/wlkd6OlWZzyYelrPqpbzPt8JEjbMhiKi7dil1dT1wdTYdFrml/eSjIiv+ryEKHPuJ0728kC5jKlRGGGwSuk9fyRHvPyVEPi270VMIW3doH1Wf1KeQV+MDCnyhsPtgJkE=");
        BigInteger modulus = new BigInteger(Arrays.copyOfRange(key, key.length - 385, key.length));
        assertThat(SshKey.parse(rsa(BigInteger.valueOf(exponent), modulus)).refusal())
                .get()
                .asString()
                .containsAnyOf("weak public exponent", "was not made rightly");
    }

    @Test
    void refusesAModulusWithASmallFactor() throws IOException {
        BigInteger modulus = BigInteger.ONE.shiftLeft(3075).add(BigInteger.ONE).multiply(BigInteger.valueOf(997));
        assertThat(SshKey.parse(rsa(GOOD_EXPONENT, modulus)).refusal())
                .get()
                .asString()
                .containsAnyOf("no product of two large primes", "was not made rightly");
    }

    private static String rsa(BigInteger exponent, BigInteger modulus) throws IOException {
        return line("ssh-rsa", exponent.toByteArray(), modulus.toByteArray());
    }

    private static String line(String type, byte[]... parts) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(type.length());
        out.writeBytes(type);
        for (byte[] part : parts) {
            out.writeInt(part.length);
            out.write(part);
        }
        return type + " " + Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
}
