package io.ptmtorrent.samplehub;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which file a URL of the byte host means, and whether the hub signed it.
 *
 * @param index the model's number
 * @param revision counted from 0
 * @param place in the list of files
 */
record FileKey(int index, int revision, int place) {
    private static final Pattern FORM = Pattern.compile("/[0-9a-f]{64}/(\\d{1,8})-(\\d{1,5})-(\\d{1,6})");

    static Optional<FileKey> parse(String path) {
        Matcher form = FORM.matcher(path);
        return form.matches()
                ? Optional.of(new FileKey(number(form, 1), number(form, 2), number(form, 3)))
                : Optional.empty();
    }

    String text() {
        return index + "-" + revision + "-" + place;
    }

    String signature(long seed, long expires) {
        return Digests.hex(seed ^ expires, index * 1_000L + revision, Salt.SIGNATURE + 100L * place, 32);
    }

    private static int number(Matcher form, int group) {
        return Integer.parseInt(form.group(group));
    }
}
