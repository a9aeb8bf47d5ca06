package io.ptmtorrent.inspection.signature;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.List;

/** The bytes that a DSSE signature is over, and whether one is a key's. */
final class Envelope {
    private Envelope() {}

    /** Whether the key made any of the signatures. */
    static boolean isSigned(Bundle bundle, boolean old, PublicKey key) {
        byte[] signed = old ? older(bundle) : encoded(bundle);
        for (byte[] signature : bundle.signatures()) {
            for (String algorithm : algorithms(key)) {
                if (isSigned(signed, signature, algorithm, key)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isSigned(byte[] signed, byte[] signature, String algorithm, PublicKey key) {
        try {
            Signature check = Signature.getInstance(algorithm);
            check.initVerify(key);
            check.update(signed);
            return check.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static List<String> algorithms(PublicKey key) {
        return switch (key.getAlgorithm()) {
            case "EC" -> List.of("SHA256withECDSA", "SHA384withECDSA", "SHA512withECDSA");
            case "RSA" -> List.of("SHA256withRSA", "SHA512withRSA");
            default -> List.of("Ed25519");
        };
    }

    /** Pre-authentication encoding, DSSE v1. */
    private static byte[] encoded(Bundle bundle) {
        String type = bundle.payloadType();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String head = "DSSEv1 " + type.getBytes(StandardCharsets.UTF_8).length + " " + type + " "
                + bundle.payload().length + " ";
        out.writeBytes(head.getBytes(StandardCharsets.UTF_8));
        out.writeBytes(bundle.payload());
        return out.toByteArray();
    }

    /** As model signing 0.2 did: another word, and the payload as Python prints bytes. */
    private static byte[] older(Bundle bundle) {
        String type = bundle.payloadType();
        StringBuilder text = new StringBuilder("DSSEV1 " + type.length() + " " + type + " " + bundle.payload().length);
        boolean doubled = has(bundle.payload(), '\'') && !has(bundle.payload(), '"');
        char quote = doubled ? '"' : '\'';
        text.append(" b").append(quote);
        for (byte it : bundle.payload()) {
            switch (it) {
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                case '\\' -> text.append("\\\\");
                default -> {
                    if (it == quote) {
                        text.append('\\').append(quote);
                    } else if (it >= ' ' && it < 127) {
                        text.append((char) it);
                    } else {
                        text.append(String.format("\\x%02x", it & 0xff));
                    }
                }
            }
        }
        return text.append(quote).toString().getBytes(StandardCharsets.UTF_8);
    }

    private static boolean has(byte[] bytes, char letter) {
        for (byte it : bytes) {
            if (it == letter) {
                return true;
            }
        }
        return false;
    }
}
