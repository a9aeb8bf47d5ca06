package io.ptmtorrent.sink.store;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where an S3 store is and how it is spoken to; refuses what makes no sense, naming key, value and what is allowed.
 *
 * <p>Credentials are none of it: they come by the SDK's default chain (environment, profile, role of the machine).
 *
 * @param bucket that exists
 * @param endpoint of the server; null for Amazon's
 * @param region null for what the default chain says
 * @param pathStyle whether the bucket stands in the path and not in the host's name
 * @param sse how the server encrypts what it keeps
 * @param sseKey of its key service, for {@link Encryption#KMS}; null for the account's own
 * @param checksums when requests carry the SDK's own checksums; some servers refuse them
 * @param prefix before every key: empty, or ending in a slash
 * @param memory bytes of all parts that are filled or under way
 * @param partsInFlight of one object at the same time
 * @param abandoned an upload without a new part for so long is given up for everybody
 */
public record S3Config(
        String bucket,
        @Nullable URI endpoint,
        @Nullable String region,
        boolean pathStyle,
        Encryption sse,
        @Nullable String sseKey,
        Checksums checksums,
        String prefix,
        long memory,
        int partsInFlight,
        Duration abandoned) {

    /** How the server encrypts what it keeps. */
    public enum Encryption {
        /** As its bucket says. */
        NONE("none"),
        /** With keys of its own. */
        AES256("AES256"),
        /** With keys of a key service. */
        KMS("aws:kms");

        final String text;

        Encryption(String text) {
            this.text = text;
        }
    }

    /** When requests carry the SDK's own checksums. */
    public enum Checksums {
        /** Where an operation cannot do without: every server takes that. */
        WHEN_REQUIRED("when-required"),
        /** Wherever an operation can have them: they protect the way to the server. */
        WHEN_SUPPORTED("when-supported");

        final String text;

        Checksums(String text) {
            this.text = text;
        }
    }

    static final String PREFIX = "store.s3.";
    static final String BUCKET = PREFIX + "bucket";

    private static final Set<String> KEYS = new TreeSet<>(Set.of(
            "abandoned",
            "bucket",
            "checksums",
            "endpoint",
            "memory",
            "parts-in-flight",
            "path-style",
            "prefix",
            "region",
            "sse",
            "sse-key"));
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{1,254}");
    private static final Pattern FOLDERS = Pattern.compile("(?:[A-Za-z0-9_-][A-Za-z0-9._-]*/)*");
    private static final long LEAST_MEMORY = 2 * PartSizes.USUAL.least();
    private static final long MOST_MEMORY = 64L << 30;
    private static final int MOST_IN_FLIGHT = 16;

    public S3Config {
        check(NAME.matcher(bucket).matches(), "bucket", bucket, "a bucket's name: letters, digits and . _ -");
        check(
                endpoint == null || isHttp(endpoint),
                "endpoint",
                endpoint,
                "http:// or https://, a host, perhaps a port");
        check(
                FOLDERS.matcher(prefix).matches(),
                "prefix",
                prefix,
                "names of letters, digits and . _ -, each ended by /");
        check(sseKey == null || sse == Encryption.KMS, "sse-key", sseKey, "none, unless store.s3.sse is aws:kms");
        check(memory >= LEAST_MEMORY && memory <= MOST_MEMORY, "memory", memory, LEAST_MEMORY + " to " + MOST_MEMORY);
        check(
                partsInFlight >= 1 && partsInFlight <= MOST_IN_FLIGHT,
                "parts-in-flight",
                partsInFlight,
                "1 to " + MOST_IN_FLIGHT);
        check(abandoned.compareTo(Duration.ofHours(1)) >= 0, "abandoned", abandoned, "PT1H or more");
    }

    /** Reads {@code store.s3.*}; what is not given has its default. */
    public static S3Config from(Map<String, String> settings) {
        settings.keySet().stream()
                .filter(key -> key.startsWith(PREFIX) && !KEYS.contains(key.substring(PREFIX.length())))
                .forEach(key -> {
                    throw new IllegalArgumentException(key + ": unknown; allowed are " + PREFIX + KEYS);
                });
        URI endpoint = read(settings, "endpoint", URI::create);
        String prefix = settings.getOrDefault(PREFIX + "prefix", "").strip();
        return new S3Config(
                settings.getOrDefault(BUCKET, "").strip(),
                endpoint,
                read(settings, "region", Function.identity()),
                read(settings, "path-style", S3Config::flag, endpoint != null),
                one(Encryption.values(), it -> it.text, settings, "sse"),
                read(settings, "sse-key", Function.identity()),
                one(Checksums.values(), it -> it.text, settings, "checksums"),
                prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/",
                read(settings, "memory", Long::valueOf, 128L << 20),
                read(settings, "parts-in-flight", Integer::valueOf, 2),
                read(settings, "abandoned", Duration::parse, Duration.ofDays(1)));
    }

    /** The largest object of known size whose parts fit into the memory. */
    long largest() {
        return memory / PartMemory.CHUNK_BYTES * PartMemory.CHUNK_BYTES * PartSizes.USUAL.parts();
    }

    private static <T> T read(Map<String, String> settings, String key, Function<String, T> parser, T fallback) {
        T read = read(settings, key, parser);
        return read == null ? fallback : read;
    }

    private static <T> @Nullable T read(Map<String, String> settings, String key, Function<String, T> parser) {
        String text = settings.getOrDefault(PREFIX + key, "").strip();
        try {
            return text.isEmpty() ? null : parser.apply(text);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(PREFIX + key + ": '" + text + "' cannot be read: " + e.getMessage(), e);
        }
    }

    private static <T> T one(T[] all, Function<T, String> text, Map<String, String> settings, String key) {
        String asked = settings.getOrDefault(PREFIX + key, "").strip();
        String allowed = Arrays.stream(all).map(text).collect(Collectors.joining(", "));
        check(asked.isEmpty() || Arrays.stream(all).map(text).anyMatch(asked::equals), key, asked, allowed);
        return Arrays.stream(all)
                .filter(it -> text.apply(it).equals(asked))
                .findFirst()
                .orElse(all[0]);
    }

    private static boolean flag(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException("allowed are true and false");
        }
        return text.equals("true");
    }

    private static boolean isHttp(URI uri) {
        return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                && uri.getHost() != null
                && uri.getUserInfo() == null;
    }

    private static void check(boolean good, String key, @Nullable Object value, String allowed) {
        if (!good) {
            throw new IllegalArgumentException(PREFIX + key + ": '" + value + "'; allowed is " + allowed);
        }
    }
}
