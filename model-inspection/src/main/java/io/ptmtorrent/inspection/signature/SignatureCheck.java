package io.ptmtorrent.inspection.signature;

import io.ptmtorrent.avro.InspectionFlag;
import io.ptmtorrent.inspection.bytes.Bytes;
import io.ptmtorrent.inspection.judge.Rule;
import io.ptmtorrent.inspection.judge.Scope;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Checks an OpenSSF model signature: the envelope against a trusted key or certificate, the statement against itself, and
 * every signed file against its digest; a file beside them that is neither signed nor left out by name is told.
 *
 * <p>There is no network here: of a signature by Sigstore the certificate is held against the envelope, and it is said that
 * nobody checked who vouches for it.
 */
public final class SignatureCheck {
    private final Scope scope;
    private final SignedFiles files;
    private final Keys keys;

    private SignatureCheck(Scope scope, SignedFiles files, Keys keys) {
        this.scope = scope;
        this.files = files;
        this.keys = keys;
    }

    /** Checks a bundle; what is wrong with it is told. */
    public static void run(Bytes signature, SignedFiles files, Keys keys, Scope scope) throws IOException {
        new SignatureCheck(scope, files, keys).check(Bundle.read(signature, scope));
    }

    private void check(Bundle bundle) throws IOException {
        Statement statement = Statement.read(bundle.payload(), scope);
        // All three are told, whatever became of the ones before.
        boolean signed = signer(bundle, statement);
        boolean subject = subject(statement);
        boolean contents = contents(statement);
        scope.count("signed-files", statement.files().size());
        if (signed && subject && contents) {
            scope.flag(InspectionFlag.VALID_SIGNATURE);
        }
    }

    private boolean invalid(String detail) {
        scope.find(Rule.SIGNATURE_INVALID, detail);
        return false;
    }

    private boolean signer(Bundle bundle, Statement statement) {
        if (bundle.certificates().isEmpty()) {
            if (keys.keys().isEmpty()) {
                scope.find(Rule.SIGNATURE_NOT_CHECKED, "a key signed it, and no key is given");
                return false;
            }
            return keys.keys().stream().anyMatch(key -> Envelope.isSigned(bundle, statement.old(), key))
                    || invalid("no key that is given made the signature");
        }
        try {
            List<X509Certificate> chain = new ArrayList<>();
            for (byte[] der : bundle.certificates()) {
                chain.add(Keys.certificate(der));
            }
            PublicKey key = chain.getFirst().getPublicKey();
            return Envelope.isSigned(bundle, statement.old(), key)
                    ? vouched(chain, bundle)
                    : invalid("the certificate's key did not make the signature");
        } catch (GeneralSecurityException e) {
            return invalid("the certificate cannot be read: " + e.getMessage());
        }
    }

    /** Whether a given root vouches for the signer, at the time when the certificate began to hold. */
    private boolean vouched(List<X509Certificate> chain, Bundle bundle) throws GeneralSecurityException {
        scope.fact("signer", chain.getFirst().getSubjectX500Principal());
        if (keys.roots().isEmpty()) {
            scope.find(Rule.SIGNATURE_ROOT_NOT_CHECKED, "no root is given that vouches for the signer");
            return bundle.fromSigstore();
        }
        Set<TrustAnchor> anchors =
                keys.roots().stream().map(it -> new TrustAnchor(it, null)).collect(Collectors.toSet());
        List<X509Certificate> path =
                chain.stream().filter(it -> !keys.roots().contains(it)).toList();
        PKIXParameters parameters = new PKIXParameters(anchors);
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(chain.getFirst().getNotBefore().toInstant().plusSeconds(1)));
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            CertPathValidator.getInstance("PKIX").validate(factory.generateCertPath(path), parameters);
            return true;
        } catch (GeneralSecurityException e) {
            return invalid("no root that is given vouches for the signer: " + e.getMessage());
        }
    }

    /** The subject's digest is that of the files' digests, one behind the other. */
    private boolean subject(Statement statement) {
        if (statement.old()) {
            return true;
        }
        MessageDigest all = sha256();
        for (String digest : statement.files().values()) {
            if (!digest.matches("[0-9a-f]{64}")) {
                return invalid("'" + digest + "' is no digest");
            }
            all.update(HexFormat.of().parseHex(digest));
        }
        String digest = HexFormat.of().formatHex(all.digest());
        return statement.subject().containsValue(digest) || invalid("the subject is not the digest of the files");
    }

    private boolean contents(Statement statement) throws IOException {
        boolean right = !statement.files().isEmpty();
        List<String> there = files.names();
        List<String> signed = new ArrayList<>();
        for (Map.Entry<String, String> file : statement.files().entrySet()) {
            // A signature over one file calls it so; its name is the subject's.
            boolean one = file.getKey().equals(".") && statement.subject().size() == 1;
            String name = one ? statement.subject().keySet().iterator().next() : file.getKey();
            signed.add(name);
            String digest = digest(name);
            if (!file.getValue().equals(digest)) {
                right = invalid(digest == null ? "'" + name + "' is missing" : "'" + name + "' is another");
            }
        }
        for (String name : there) {
            if (!signed.contains(name) && !isIgnored(name, statement)) {
                scope.find(Rule.SIGNATURE_UNSIGNED_FILE, "'" + name + "'");
            }
        }
        return right;
    }

    private static boolean isIgnored(String name, Statement statement) {
        return statement.old()
                || name.endsWith(".sig")
                || statement.ignored().stream().anyMatch(it -> name.equals(it) || name.startsWith(it + "/"))
                || name.matches("(.*/)?\\.git(ignore|attributes|hub)?(/.*)?");
    }

    private @Nullable String digest(String name) throws IOException {
        return files.read(name, bytes -> {
            MessageDigest digest = sha256();
            byte[] chunk = new byte[1 << 16];
            long at = 0;
            for (int read = bytes.read(at, chunk, 0, chunk.length);
                    read > 0;
                    read = bytes.read(at, chunk, 0, chunk.length)) {
                digest.update(chunk, 0, read);
                at += read;
            }
            return HexFormat.of().formatHex(digest.digest());
        });
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
