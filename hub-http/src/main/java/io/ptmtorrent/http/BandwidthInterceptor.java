package io.ptmtorrent.http;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;
import okio.ForwardingSource;
import okio.Okio;
import org.jspecify.annotations.Nullable;

/**
 * Slows the reading of bodies to the caps of all hosts and of the one that is asked.
 *
 * <p>In the list it says which caps hold, by the canonical host; on the wire ({@link #onTheWire}) it slows what comes,
 * packed as it is. A reader waits by itself, between two pieces, after its request's turn and probe are long over: no
 * other request waits for it, but one that needs its room ({@link RoomInterceptor}) or its share of the cap.
 */
final class BandwidthInterceptor implements Interceptor {
    private final @Nullable Throttle total;
    private final PerHost<Throttles> hosts;
    private final Clock clock;
    private final Sleeper sleeper;

    /** Those that hold for one host. */
    private record Throttles(List<Throttle> all) {
        long piece() {
            return all.stream().mapToLong(Throttle::piece).min().orElse(Long.MAX_VALUE);
        }
    }

    BandwidthInterceptor(Bandwidth caps, Clock clock, Sleeper sleeper) {
        this.total = caps.total() == null ? null : new Throttle(caps.total());
        this.hosts = new PerHost<>(host -> throttles(caps.of(host)));
        this.clock = clock;
        this.sleeper = sleeper;
    }

    private Throttles throttles(@Nullable Rate ofHost) {
        Throttle own = ofHost == null ? null : new Throttle(ofHost);
        return new Throttles(Stream.of(total, own).filter(Objects::nonNull).toList());
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        Throttles throttles = hosts.of(request.url().host());
        return chain.proceed(
                request.newBuilder().tag(Throttles.class, throttles).build());
    }

    /** A network interceptor: slows the bodies of requests that came through this one. */
    Response onTheWire(Chain chain) throws IOException {
        Throttles throttles = chain.request().tag(Throttles.class);
        Response response = chain.proceed(chain.request());
        return throttles == null || throttles.all().isEmpty()
                ? response
                : response.newBuilder()
                        .body(new SlowBody(response.body(), throttles))
                        .build();
    }

    private void pay(Throttles throttles, long bytes) throws IOException {
        Duration wait = Duration.ZERO;
        for (Throttle throttle : throttles.all()) {
            Duration own = throttle.take(bytes, clock.instant());
            wait = own.compareTo(wait) > 0 ? own : wait;
        }
        if (!wait.isZero()) {
            sleeper.pause(wait);
        }
    }

    private final class SlowBody extends ResponseBody {
        private final ResponseBody body;
        private final BufferedSource source;

        SlowBody(ResponseBody body, Throttles throttles) {
            this.body = body;
            this.source = Okio.buffer(new ForwardingSource(body.source()) {
                @Override
                public long read(Buffer into, long most) throws IOException {
                    long read = super.read(into, Math.min(most, throttles.piece()));
                    if (read > 0) {
                        pay(throttles, read);
                    }
                    return read;
                }
            });
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
}
