package io.ptmtorrent.sink;

import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;

/** Gives every file at once. */
final class Prompt extends Dispatcher {
    @Override
    public MockResponse dispatch(RecordedRequest request) {
        return new MockResponse.Builder().body("the bytes of a model").build();
    }
}
