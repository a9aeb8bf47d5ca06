package io.ptmtorrent.http;

import java.util.regex.Pattern;

/**
 * A hub's access token, sent as {@code Authorization: Bearer}; its text form hides it.
 *
 * @param value the token itself: letters, digits and {@code -._~+/=} (RFC 6750, section 2.1)
 */
public record Token(String value) {
    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9._~+/=-]{1,4096}");

    public Token {
        if (!ALLOWED.matcher(value).matches()) {
            // The value itself stays out of the message: it may be a token with a stray character.
            throw new IllegalArgumentException("token: a value of " + value.length()
                    + " characters is not allowed; letters, digits and -._~+/= are, 1 to 4096 of them");
        }
    }

    String header() {
        return "Bearer " + value;
    }

    @Override
    public String toString() {
        return "Token[hidden]";
    }
}
