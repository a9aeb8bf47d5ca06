package io.ptmtorrent.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ptm inspect SIG --signed DIR --key FILE}, with a bundle as OpenSSF's model signing v1.0 writes it. */
class InspectSignatureTest {
    private static final String TYPE = "application/vnd.in-toto+json";

    @TempDir
    Path folder;

    private Path signed;
    private Path signature;
    private Path key;

    @BeforeEach
    void sign() throws IOException, GeneralSecurityException {
        signed = Files.createDirectories(folder.resolve("model"));
        Files.writeString(signed.resolve("config.json"), "{}");
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        KeyPair signer = generator.generateKeyPair();
        key = pem("signer.pem", signer);
        signature = folder.resolve("model.sig");
        Files.writeString(signature, bundle(signer, statement()));
    }

    private Path pem(String name, KeyPair pair) throws IOException {
        String base64 = Base64.getMimeEncoder().encodeToString(pair.getPublic().getEncoded());
        return Files.writeString(
                folder.resolve(name), "-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n");
    }

    private String statement() throws IOException, GeneralSecurityException {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        byte[] file = sha256.digest(Files.readAllBytes(signed.resolve("config.json")));
        String all = HexFormat.of().formatHex(sha256.digest(file));
        return """
                {"_type":"https://in-toto.io/Statement/v1","subject":[{"name":"model","digest":{"sha256":"%s"}}],
                "predicateType":"https://model_signing/signature/v1.0","predicate":{"resources":[{"name":"config.json",
                "algorithm":"sha256","digest":"%s"}],"serialization":{"method":"files","hash_type":"sha256"}}}""".formatted(all, HexFormat.of().formatHex(file));
    }

    private static String bundle(KeyPair signer, String payload) throws GeneralSecurityException {
        Signature signing = Signature.getInstance("SHA256withECDSA");
        signing.initSign(signer.getPrivate());
        signing.update(
                ("DSSEv1 " + TYPE.length() + " " + TYPE + " " + payload.length() + " " + payload).getBytes(UTF_8));
        Base64.Encoder base64 = Base64.getEncoder();
        return """
                {"mediaType":"application/vnd.dev.sigstore.bundle.v0.3+json","verificationMaterial":{"publicKey":{"hint":"x"}},
                "dsseEnvelope":{"payload":"%s","payloadType":"%s","signatures":[{"sig":"%s"}]}}""".formatted(
                        base64.encodeToString(payload.getBytes(UTF_8)), TYPE, base64.encodeToString(signing.sign()));
    }

    private CommandRun inspect(Path trusted) {
        return CommandRun.of(
                "inspect", signature.toString(), "--signed", signed.toString(), "--key", trusted.toString());
    }

    @Test
    void whatTheTrustedKeySignedIsValid() {
        // when
        CommandRun run = inspect(key);

        // then
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("model.sig: clean (valid-signature), signature");
    }

    @Test
    void aChangedFileAnotherKeyAndAFileBesideAreTold() throws IOException, GeneralSecurityException {
        // given
        Path other = pem("other.pem", KeyPairGenerator.getInstance("EC").generateKeyPair());

        // when, then
        assertThat(inspect(other).out()).contains("signature-invalid").doesNotContain("valid-signature)");
        Files.writeString(signed.resolve("extra.bin"), "x");
        assertThat(inspect(key).out()).contains("signature-unsigned-file");
        Files.writeString(signed.resolve("config.json"), "{\"changed\":1}");
        assertThat(inspect(key).out()).contains("signature-invalid").doesNotContain("valid-signature)");
    }

    @Test
    void aKeyThatIsNoneIsAWrongUse() throws IOException {
        // given
        Path none = Files.writeString(folder.resolve("none.pem"), "no key");

        // when
        CommandRun run = inspect(none);

        // then
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("key");
    }
}
