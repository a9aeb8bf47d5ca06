package io.ptmtorrent.crawler.hub;

import java.nio.ByteBuffer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a hub says of one model that it was asked about. */
public sealed interface Lookup {
    /** What was asked, without secrets. */
    String url();

    /** It is there: the fields of a listing's row, perhaps under another path. */
    record Found(String url, HubRow row) implements Lookup {}

    /**
     * The hub's own word that it is no longer there.
     *
     * @param reason on what ground
     * @param successor the stable id that its path now leads to; null where it leads nowhere
     * @param body the hub's answer, or its beginning
     */
    record Gone(String url, String reason, @Nullable String successor, ByteBuffer body) implements Lookup, FilePage {}

    /**
     * The hub would not say.
     *
     * @param reason for people
     * @param retryAt when it may work; null where it will not
     */
    record Refused(String url, String reason, @Nullable Instant retryAt) implements Lookup, FilePage {}
}
