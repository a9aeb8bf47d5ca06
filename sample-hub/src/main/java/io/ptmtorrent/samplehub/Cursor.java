package io.ptmtorrent.samplehub;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The last row of the page before, as the next page's URL holds it: its {@code _id} and lastModified.
 *
 * <p>Base64 of a small JSON object, as the hub's is. It names a place in the order, not a count: rows that come or go
 * elsewhere do not shift it.
 *
 * @param lastModified seconds since 1970; -1 in a listing by createdAt
 */
record Cursor(String objectId, long lastModified) {
    private static final Pattern FORM = Pattern.compile(
            "\\{(?:\"lastModified\":\"(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.000Z)\",)?\"_id\":\"([0-9a-f]{24})\"}");

    static Cursor parse(String text) {
        Matcher form = FORM.matcher(decoded(text));
        if (!form.matches()) {
            throw new IllegalArgumentException("Invalid cursor");
        }
        String modified = form.group(1);
        return new Cursor(form.group(2), modified == null ? -1 : HubClock.parseIso(modified));
    }

    String text() {
        String when = lastModified < 0 ? "" : "\"lastModified\":\"" + HubClock.iso(lastModified) + "\",";
        String json = "{" + when + "\"_id\":\"" + objectId + "\"}";
        return Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String decoded(String text) {
        try {
            return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("Invalid cursor", e);
        }
    }
}
