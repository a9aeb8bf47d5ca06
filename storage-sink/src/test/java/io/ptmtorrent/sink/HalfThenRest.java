package io.ptmtorrent.sink;

import java.util.concurrent.TimeUnit;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import okio.Buffer;

/** Gives a file's beginning and then nothing for minutes; who asks from an offset on gets the rest at once. */
final class HalfThenRest extends Dispatcher {
    private final byte[] bytes;
    private final long beginning;
    private volatile int resumedAt;

    HalfThenRest(byte[] bytes, long beginning) {
        this.bytes = bytes;
        this.beginning = beginning;
    }

    /** The offset that was asked for last; 0 where none was. */
    int resumedAt() {
        return resumedAt;
    }

    @Override
    public MockResponse dispatch(RecordedRequest request) {
        String range = request.getHeaders().get("Range");
        if (range == null) {
            return new MockResponse.Builder()
                    .body(new Buffer().write(bytes))
                    .throttleBody(beginning, 5, TimeUnit.MINUTES)
                    .build();
        }
        int from = Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
        resumedAt = from;
        return new MockResponse.Builder()
                .code(206)
                .setHeader("Content-Range", "bytes " + from + "-" + (bytes.length - 1) + "/" + bytes.length)
                .body(new Buffer().write(bytes, from, bytes.length - from))
                .build();
    }
}
