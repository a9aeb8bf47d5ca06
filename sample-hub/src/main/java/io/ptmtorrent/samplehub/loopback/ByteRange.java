package io.ptmtorrent.samplehub.loopback;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a Range header asks for of a file of known length (RFC 9110, section 14.2). */
sealed interface ByteRange {
    /** More than one range, or no range of bytes: the whole file is the answer. */
    record Ignored() implements ByteRange {}

    /** Nothing of the file lies in it. */
    record Unsatisfiable() implements ByteRange {}

    /** From a byte up to, not including, another. */
    record Part(int from, int to) implements ByteRange {}

    /** One range: {@code bytes=a-b}, {@code bytes=a-}, {@code bytes=-n}. */
    Pattern FORM = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    static ByteRange parse(String header, int length) {
        Matcher form = FORM.matcher(header.strip());
        if (!form.matches() || (form.group(1).isEmpty() && form.group(2).isEmpty())) {
            return new Ignored();
        }
        long from = form.group(1).isEmpty()
                ? Math.max(0, length - Long.parseLong(form.group(2)))
                : Long.parseLong(form.group(1));
        boolean open = form.group(1).isEmpty() || form.group(2).isEmpty();
        long to = open ? length : Math.min(length, Long.parseLong(form.group(2)) + 1);
        if (from >= length || from >= to) {
            return new Unsatisfiable();
        }
        return new Part((int) from, (int) to);
    }
}
