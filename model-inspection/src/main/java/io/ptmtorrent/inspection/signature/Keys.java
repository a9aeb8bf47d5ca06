package io.ptmtorrent.inspection.signature;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Whom the caller trusts: public keys, and certificates of authorities.
 *
 * @param keys whose signature counts by itself
 * @param roots whose certificates count
 */
public record Keys(List<PublicKey> keys, List<X509Certificate> roots) {
    private static final String KEY = "-----BEGIN PUBLIC KEY-----";
    private static final String KEY_END = "-----END PUBLIC KEY-----";
    private static final String CERTIFICATE = "-----BEGIN CERTIFICATE-----";
    private static final String CERTIFICATE_END = "-----END CERTIFICATE-----";

    /** Nobody: what can be checked without trust is checked. */
    public static final Keys NONE = new Keys(List.of(), List.of());

    /**
     * Reads PEM, in which other text may stand.
     *
     * @throws IllegalArgumentException where there is no public key and no certificate in it
     */
    public static Keys ofPem(byte[] pem) {
        String text = new String(pem, StandardCharsets.ISO_8859_1);
        List<PublicKey> keys = new ArrayList<>();
        List<X509Certificate> roots = new ArrayList<>();
        try {
            for (byte[] block : blocks(text, KEY, KEY_END)) {
                keys.add(key(block));
            }
            for (byte[] block : blocks(text, CERTIFICATE, CERTIFICATE_END)) {
                roots.add(certificate(block));
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("key: cannot be read as a key or certificate: " + e.getMessage(), e);
        }
        if (keys.isEmpty() && roots.isEmpty()) {
            throw new IllegalArgumentException("key: neither a public key nor a certificate in PEM is in it");
        }
        return new Keys(keys, roots);
    }

    private static List<byte[]> blocks(String text, String begin, String end) {
        List<byte[]> blocks = new ArrayList<>();
        for (int from = text.indexOf(begin); from >= 0; from = text.indexOf(begin, from + 1)) {
            int to = text.indexOf(end, from);
            if (to > 0) {
                blocks.add(Base64.getMimeDecoder().decode(text.substring(from + begin.length(), to)));
            }
        }
        return blocks;
    }

    /** An elliptic curve's, RSA's or Ed25519's. */
    static PublicKey key(byte[] der) throws GeneralSecurityException {
        X509EncodedKeySpec spec = new X509EncodedKeySpec(der);
        GeneralSecurityException last = new GeneralSecurityException("no key of a kind that is known");
        for (String kind : List.of("EC", "RSA", "Ed25519")) {
            try {
                return KeyFactory.getInstance(kind).generatePublic(spec);
            } catch (GeneralSecurityException e) {
                last = e;
            }
        }
        throw last;
    }

    static X509Certificate certificate(byte[] der) throws GeneralSecurityException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }
}
