package io.ptmtorrent.sink;

import java.util.concurrent.TimeUnit;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;

/** Gives a few bytes of each file, and then nothing for minutes. */
final class Stalling extends Dispatcher {
    @Override
    public MockResponse dispatch(RecordedRequest request) {
        return new MockResponse.Builder()
                .body("the bytes of a model")
                .throttleBody(5, 5, TimeUnit.MINUTES)
                .build();
    }
}
