package io.ptmtorrent.inspection.signature;

import io.ptmtorrent.inspection.bytes.Broken;
import io.ptmtorrent.inspection.bytes.Bytes;
import io.ptmtorrent.inspection.judge.Scope;
import io.ptmtorrent.inspection.text.JsonWalk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A Sigstore bundle around a DSSE envelope: what is signed, by which key or certificate, and the signature.
 *
 * @param certificates the signer's first, then those that vouch for it; empty where a key signs
 * @param fromSigstore whether Sigstore's own authority vouches for the signer
 */
@SuppressWarnings("ArrayRecordComponent")
record Bundle(
        String payloadType, byte[] payload, List<byte[]> signatures, List<byte[]> certificates, boolean fromSigstore) {
    static Bundle read(Bytes bytes, Scope scope) throws IOException {
        Parts parts = new Parts();
        JsonWalk.over(bytes.input(), scope, parts);
        if (parts.payload.isEmpty() || parts.signatures.isEmpty()) {
            throw Broken.malformed(0, "a bundle without a payload or a signature");
        }
        List<byte[]> certificates = parts.key ? List.of() : decoded(parts.raw);
        return new Bundle(
                parts.payloadType, decoded(parts.payload), decoded(parts.signatures), certificates, parts.sigstore);
    }

    private static List<byte[]> decoded(List<String> texts) throws Broken {
        List<byte[]> all = new ArrayList<>();
        for (String text : texts) {
            all.add(decoded(text));
        }
        return all;
    }

    private static byte[] decoded(String text) throws Broken {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw Broken.malformed(0, "a field of the bundle is no base64");
        }
    }

    private static final class Parts implements JsonWalk.Visitor {
        private String payloadType = "";
        private String payload = "";
        private final List<String> signatures = new ArrayList<>();
        private final List<String> raw = new ArrayList<>();
        private boolean key;
        private boolean sigstore;

        @Override
        public void key(String name) {
            key |= name.equals("publicKey");
            sigstore |= name.equals("certificate");
        }

        @Override
        public void value(String name, String value, boolean text) {
            switch (name) {
                case "payloadType" -> payloadType = value;
                case "payload" -> payload = value;
                case "sig" -> signatures.add(value);
                case "rawBytes" -> raw.add(value);
                default -> {}
            }
        }
    }
}
