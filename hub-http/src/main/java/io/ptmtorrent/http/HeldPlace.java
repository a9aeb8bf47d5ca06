package io.ptmtorrent.http;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.MediaType;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;
import okio.ForwardingSource;
import okio.Okio;
import org.jspecify.annotations.Nullable;

/** A place at a host, given back once: when a body is read to its end or closed, or by hand. */
final class HeldPlace {
    private final List<Semaphore> rooms;
    private final AtomicBoolean held = new AtomicBoolean(true);

    /** @param rooms where a permit was taken of each */
    HeldPlace(List<Semaphore> rooms) {
        this.rooms = List.copyOf(rooms);
    }

    void leave() {
        if (held.getAndSet(false)) {
            rooms.forEach(Semaphore::release);
        }
    }

    /** The same body, with which the place is left. */
    ResponseBody until(ResponseBody body) {
        return new Body(body);
    }

    private final class Body extends ResponseBody {
        private final ResponseBody body;
        private final BufferedSource source;

        Body(ResponseBody body) {
            this.body = body;
            this.source = Okio.buffer(new Source(body.source()));
        }

        @Override
        public @Nullable MediaType contentType() {
            return body.contentType();
        }

        @Override
        public long contentLength() {
            return body.contentLength();
        }

        @Override
        public BufferedSource source() {
            return source;
        }
    }

    private final class Source extends ForwardingSource {
        Source(okio.Source body) {
            super(body);
        }

        @Override
        public long read(Buffer into, long most) throws IOException {
            long read = super.read(into, most);
            if (read < 0) {
                leave();
            }
            return read;
        }

        @Override
        public void close() throws IOException {
            leave();
            super.close();
        }
    }
}
