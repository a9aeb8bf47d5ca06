package io.ptmtorrent.samplehub;

import org.jspecify.annotations.Nullable;

/** Who asks, by the Authorization header. */
enum Access {
    /** No token. */
    ANONYMOUS,
    /** A token that the hub does not know. */
    WRONG,
    /** A good token without access to gated models. */
    PLAIN,
    /** A good token with access to them. */
    GRANTED;

    private static final String BEARER = "Bearer ";

    /**
     * Where no token opens gated models, every token is good; otherwise only that one and {@link
     * SampleHubConfig#PLAIN_TOKEN}.
     */
    static Access of(@Nullable String header, @Nullable String tokenForGated) {
        if (header == null) {
            return ANONYMOUS;
        }
        String token =
                header.startsWith(BEARER) ? header.substring(BEARER.length()).strip() : "";
        if (token.equals(tokenForGated)) {
            return GRANTED;
        }
        boolean known = tokenForGated == null ? !token.isEmpty() : token.equals(SampleHubConfig.PLAIN_TOKEN);
        return known ? PLAIN : WRONG;
    }

    boolean known() {
        return this == PLAIN || this == GRANTED;
    }
}
