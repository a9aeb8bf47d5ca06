package io.ptmtorrent.inspection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.avro.Inspection;
import io.ptmtorrent.avro.InspectionFlag;
import io.ptmtorrent.inspection.bytes.Bytes;
import io.ptmtorrent.inspection.signature.Keys;
import io.ptmtorrent.inspection.signature.SignedFiles;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SignatureTest {
    private static final String TYPE = "application/vnd.in-toto+json";

    /** Files in memory. */
    record Folder(Map<String, byte[]> files) implements SignedFiles {
        @Override
        public List<String> names() {
            return List.copyOf(files.keySet());
        }

        @Override
        public <T> @Nullable T read(String name, Reading<T> reading) throws IOException {
            byte[] file = files.get(name);
            return file == null ? null : reading.of(Bytes.of(file));
        }
    }

    private final KeyPair signer = pair();
    private final Map<String, byte[]> files =
            new TreeMap<>(Map.of("config.json", "{}".getBytes(UTF_8), "model.bin", new byte[100]));

    private static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] bundle() {
        StringBuilder resources = new StringBuilder();
        Made digests = Made.bytes();
        files.forEach((name, content) -> {
            byte[] digest = sha256(content);
            digests.add(digest);
            resources
                    .append(resources.isEmpty() ? "" : ",")
                    .append("{\"name\":\"")
                    .append(name);
            resources
                    .append("\",\"algorithm\":\"sha256\",\"digest\":\"")
                    .append(HexFormat.of().formatHex(digest));
            resources.append("\"}");
        });
        String payload =
                "{\"_type\":\"https://in-toto.io/Statement/v1\",\"subject\":[{\"name\":\"m\",\"digest\":{\"sha256\":\""
                        + HexFormat.of().formatHex(sha256(digests.get()))
                        + "\"}}],\"predicateType\":\"https://model_signing/signature/v1.0\",\"predicate\":{\"resources\":["
                        + resources
                        + "],\"serialization\":{\"method\":\"files\",\"hash_type\":\"sha256\",\"ignore_paths\":[\"logs\"]}}}";
        byte[] signed =
                ("DSSEv1 " + TYPE.length() + " " + TYPE + " " + payload.length() + " " + payload).getBytes(UTF_8);
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(signer.getPrivate());
            signature.update(signed);
            Base64.Encoder base64 = Base64.getEncoder();
            return ("{\"mediaType\":\"application/vnd.dev.sigstore.bundle.v0.3+json\",\"verificationMaterial\":{\"publicKey\":"
                            + "{\"hint\":\"x\"}},\"dsseEnvelope\":{\"payload\":\""
                            + base64.encodeToString(payload.getBytes(UTF_8))
                            + "\",\"payloadType\":\"" + TYPE + "\",\"signatures\":[{\"sig\":\""
                            + base64.encodeToString(signature.sign()) + "\"}]}}")
                    .getBytes(UTF_8);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Keys trusted(KeyPair pair) {
        String pem = "Some words.\n-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(pair.getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
        return Keys.ofPem(pem.getBytes(UTF_8));
    }

    private Inspection verify(byte[] bundle, Keys keys) throws IOException {
        return new Inspector().verify(Bytes.of(bundle), new Folder(files), keys);
    }

    @Test
    void aSignatureOfATrustedKeyOverTheseFilesIsValid() throws IOException {
        // given
        byte[] bundle = bundle();
        files.put("logs/run.txt", new byte[1]);

        // when
        Inspection report = verify(bundle, trusted(signer));

        // then
        assertThat(report.getFlags()).as(report.toString()).containsExactly(InspectionFlag.VALID_SIGNATURE);
        assertThat(report.getFindings()).isEmpty();
    }

    @Test
    void anotherKeyAnotherFileAndAMissingOneAreInvalid() throws IOException {
        // given
        byte[] bundle = bundle();

        // when, then
        assertThat(Made.rules(verify(bundle, trusted(pair())))).containsExactly("signature-invalid");
        assertThat(Made.rules(verify(bundle, Keys.NONE))).containsExactly("signature-not-checked");
        files.put("model.bin", new byte[101]);
        assertThat(Made.rules(verify(bundle, trusted(signer)))).containsExactly("signature-invalid");
        files.remove("model.bin");
        assertThat(Made.rules(verify(bundle, trusted(signer)))).containsExactly("signature-invalid");
        assertThat(verify(bundle, trusted(signer)).getFlags()).isEmpty();
    }

    @Test
    void aFileBesideTheSignedOnesIsTold() throws IOException {
        // given
        byte[] bundle = bundle();
        files.put("extra.pkl", new byte[1]);

        // when, then
        assertThat(Made.rules(verify(bundle, trusted(signer)))).containsExactly("signature-unsigned-file");
    }

    @Test
    void aBundleThatNobodyChecksSaysSo() {
        // when, then
        assertThat(Made.rules(Made.report("model.sig", bundle()))).containsExactly("signature-not-checked");
    }
}
