package io.ptmtorrent.http;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import okhttp3.HttpUrl;

/**
 * URLs as logs and records may hold them: without user, fragment, and what signs or opens something.
 *
 * <p>Names follow the signed URLs of S3, CloudFront, Google and Azure storage, and of Hugging Face's bridge.
 */
public final class SafeUrl {
    private static final String HIDDEN = "hidden";
    private static final Set<String> SECRETS = Set.of(
            "signature", "sig", "key-pair-id", "policy", "awsaccesskeyid", "googleaccessid", "jwt", "key", "auth");
    private static final Set<String> SECRET_PARTS =
            Set.of("token", "secret", "password", "credential", "authorization", "api_key", "apikey", "api-key");

    private SafeUrl() {}

    /** The URL with the values of signature-like parameters replaced; {@code Expires} and all else stay. */
    public static String redact(HttpUrl url) {
        String query = IntStream.range(0, url.querySize())
                .mapToObj(index -> parameter(url, index))
                .collect(Collectors.joining("&"));
        return url.newBuilder()
                .username("")
                .password("")
                .fragment(null)
                .encodedQuery(url.encodedQuery() == null ? null : query)
                .build()
                .toString();
    }

    /** As it was written, but for a secret's value; the order stays too. */
    private static String parameter(HttpUrl url, int index) {
        String name = url.queryParameterName(index);
        String written = String.valueOf(url.encodedQuery()).split("&", -1)[index];
        return isSecret(name) ? written.split("=", 2)[0] + "=" + HIDDEN : written;
    }

    private static boolean isSecret(String parameter) {
        String name = parameter.toLowerCase(Locale.ROOT);
        return SECRETS.contains(name)
                || name.startsWith("x-amz-")
                || name.startsWith("x-goog-")
                || SECRET_PARTS.stream().anyMatch(name::contains);
    }
}
