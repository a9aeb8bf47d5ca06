package io.ptmtorrent.sink;

import io.ptmtorrent.avro.FileReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import okio.Buffer;
import okio.BufferedSink;
import okio.GzipSink;
import okio.Okio;
import org.jspecify.annotations.Nullable;

/**
 * What hosts do to a file that is wanted, and what must become of it; each sets up the answers that come before the good
 * ones.
 */
enum BadInput {
    NOTHING(null, it -> {}),
    EMPTY_FILE(null, it -> it.size(0)),
    EMPTY_INSTEAD(FileReason.SIZE_MISMATCH, it -> it.size(3_000).always(it.answer(new byte[0]))),
    BUSY_UNTIL(null, it -> it.first(status(429).setHeader("Retry-After", "7"))),
    BUSY(null, it -> it.first(status(429))),
    BURST_OF_ERRORS(
            null,
            it -> it.first(status(503)).first(status(500)).first(status(502)).first(status(504))),
    ERRORS_FOR_EVER(FileReason.HUB_ERROR, it -> it.always(status(500))),
    RESET_BEFORE_THE_BODY(null, it -> it.first(it.good().onResponseStart(new SocketEffect.CloseSocket()))),
    RESET_IN_THE_BODY(null, it -> it.first(it.good().onResponseBody(new SocketEffect.CloseSocket()))),
    RESET_IN_A_LARGE_BODY(
            null,
            it -> it.size(18_000_000)
                    .first(it.good().onResponseBody(new SocketEffect.CloseSocket()))
                    .rest(it.rest().onResponseBody(new SocketEffect.CloseSocket()))),
    RESET_IN_A_LARGE_BODY_WITHOUT_A_TAG(
            null,
            it -> it.size(18_000_000)
                    .first(it.good().removeHeader("ETag").onResponseBody(new SocketEffect.CloseSocket()))),
    RESET_AGAIN_AND_AGAIN(
            FileReason.NETWORK,
            it -> it.size(50_000)
                    .always(it.good().removeHeader("ETag").onResponseBody(new SocketEffect.CloseSocket()))),
    TRUNCATED(
            null,
            it -> it.size(40_000)
                    .first(it.answer(it.head(30_000))
                            .setHeader("Content-Length", "40000")
                            .onResponseEnd(new SocketEffect.CloseSocket()))),
    CORRUPTED(FileReason.DIGEST_MISMATCH, it -> it.size(40_000).always(it.answer(it.flipped()))),
    CORRUPTED_LARGE(FileReason.DIGEST_MISMATCH, it -> it.size(17_000_000).always(it.answer(it.flipped()))),
    CORRUPTED_AT_ONE_SOURCE(
            null, it -> it.size(40_000).always(it.answer(it.flipped())).otherSource()),
    STALLED(null, it -> it.size(40_000).hasty().first(it.good().onResponseBody(SocketEffect.Stall.INSTANCE))),
    TRICKLING(null, it -> it.size(400_000).hasty().first(it.good().throttleBody(1_000, 100, TimeUnit.MILLISECONDS))),
    LENGTH_TOO_LARGE(
            FileReason.SIZE_MISMATCH, it -> it.size(40_000).always(it.good().setHeader("Content-Length", "40001"))),
    LENGTH_TOO_SMALL(
            FileReason.SIZE_MISMATCH,
            it -> it.size(40_000)
                    .always(it.good()
                            .setHeader("Content-Length", "39999")
                            .onResponseEnd(new SocketEffect.CloseSocket()))),
    TAG_CHANGED_IN_THE_MIDDLE(
            null,
            it -> it.size(400_000)
                    .first(it.good().setHeader("ETag", "\"before\"").onResponseBody(new SocketEffect.CloseSocket()))),
    FILE_CHANGED_IN_THE_MIDDLE(
            FileReason.DIGEST_MISMATCH,
            it -> it.size(400_000)
                    .first(it.good().setHeader("ETag", "\"before\"").onResponseBody(new SocketEffect.CloseSocket()))
                    .always(it.answer(it.flipped()))),
    RANGE_IGNORED(
            null,
            it -> it.size(400_000)
                    .first(it.good().onResponseBody(new SocketEffect.CloseSocket()))
                    .rest(it.good())),
    RANGE_FROM_ELSEWHERE(
            null,
            it -> it.size(400_000)
                    .first(it.good().onResponseBody(new SocketEffect.CloseSocket()))
                    .rest(it.rest().setHeader("Content-Range", "bytes 7-399999/400000"))),
    RANGE_OF_OTHER_BYTES(
            FileReason.DIGEST_MISMATCH,
            it -> it.size(400_000)
                    .first(it.good().onResponseBody(new SocketEffect.CloseSocket()))
                    .rest(it.flippedRest())),
    REDIRECT_LOOP(FileReason.BAD_REDIRECT, it -> it.always(status(302).setHeader("Location", it.path()))),
    REDIRECT_OUTWARDS(
            FileReason.REFUSED_ADDRESS, it -> it.always(status(302).setHeader("Location", "http://169.254.169.254/x"))),
    REDIRECT_TO_A_FILE(
            FileReason.BAD_REDIRECT, it -> it.always(status(302).setHeader("Location", "file:///etc/passwd"))),
    REDIRECT_OUTWARDS_AT_ONE_SOURCE(
            null,
            it -> it.always(status(302).setHeader("Location", "http://10.0.0.1/x"))
                    .otherSource()),
    EXPIRED_SIGNATURE(null, it -> it.redirected().first(status(403).body("Request has expired"))),
    EXPIRED_SIGNATURE_IN_THE_MIDDLE(
            null,
            it -> it.size(400_000)
                    .redirected()
                    .first(it.good().onResponseBody(new SocketEffect.CloseSocket()))
                    .rest(status(403).body("Request has expired"))),
    DECOY_TAG(null, it -> it.redirected().first(it.good().setHeader("ETag", "\"" + "d".repeat(64) + "\""))),
    GZIP_BOMB(FileReason.SIZE_MISMATCH, it -> it.always(it.answer(bomb()).setHeader("Content-Encoding", "gzip"))),
    GZIP_BOMB_INSTEAD_OF_WHAT_NOBODY_KNOWS(
            FileReason.NOT_THE_FILE,
            it -> it.unknown().always(it.answer(bomb()).setHeader("Content-Encoding", "gzip"))),
    HOSTILE_NAME(null, it -> it.named("..%2F..%2F..%2Fetc%2Fpasswd")),
    HOSTILE_NAME_OF_A_DEVICE(null, it -> it.named("CON%00.bin")),
    LONG_NAME(null, it -> it.named("n".repeat(300))),
    GREW(FileReason.SIZE_MISMATCH, it -> it.size(40_000).always(it.answer(Arrays.copyOf(it.bytes(), 40_001)))),
    GREW_IN_CHUNKS(
            FileReason.SIZE_MISMATCH,
            it -> it.size(40_000)
                    .always(it.good().chunkedBody(new Buffer().write(it.bytes()).write(it.bytes()), 1_000))),
    UNKNOWN_DIGEST(null, BadInput::unknown),
    UNKNOWN_DIGEST_OF_A_LARGE_FILE(
            null, it -> it.size(18_000_000).unknown().first(it.good().onResponseBody(new SocketEffect.CloseSocket()))),
    GATED(FileReason.GATED, it -> it.always(gated())),
    GATED_AT_ONE_SOURCE(null, it -> it.always(gated()).otherSource()),
    GONE(FileReason.NOT_FOUND, it -> it.always(status(404))),
    POINTER(
            FileReason.NOT_THE_FILE,
            it -> it.size(3_000)
                    .always(it.answer("version https://git-lfs.github.com/spec/v1\noid sha256:68d1\nsize 20\n"))),
    PAGE(FileReason.NOT_THE_FILE, it -> it.size(3_000).always(it.answer("<!DOCTYPE html><html>Please log in</html>"))),
    TWO_MODELS_AT_ONCE(null, it -> it.size(6_000_000).askedAtOnce(2)),
    ASKED_TWICE_AT_ONCE(null, it -> it.size(300_000).askedAtOnce(8));

    /** Why it cannot be had; null where it must be stored. */
    final @Nullable FileReason reason;

    @SuppressWarnings("ImmutableEnumChecker") // none of them keeps anything
    private final Consumer<BadFile> setting;

    BadInput(@Nullable FileReason reason, Consumer<BadFile> setting) {
        this.reason = reason;
        this.setting = setting;
    }

    /** A file that it happens to. */
    BadFile file(long seed) {
        BadFile file = new BadFile(this, seed);
        setting.accept(file);
        return file;
    }

    private static void unknown(BadFile file) {
        file.unknown();
    }

    private static MockResponse.Builder status(int code) {
        return new MockResponse.Builder().code(code);
    }

    private static MockResponse.Builder gated() {
        return status(401).setHeader("X-Error-Code", "GatedRepo");
    }

    /** 64 MiB of zeros in 64 KB. */
    private static byte[] bomb() {
        Buffer packed = new Buffer();
        try (BufferedSink out = Okio.buffer(new GzipSink(packed))) {
            for (int i = 0; i < 64; i++) {
                out.write(new byte[1 << 20]);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.readByteArray();
    }
}
