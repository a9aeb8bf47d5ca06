package io.ptmtorrent.http;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * Keeps the requests under way at one host to a number: each holds its place until its answer's body is read or closed.
 *
 * <p>It stands above the pace, whose word is the last before a request goes: who waits for a place must not send after a
 * 429 that came meanwhile. A place that does not come free within the patience is a {@link NotBeforeException}.
 */
final class RoomInterceptor implements Interceptor {
    private final PerHost<Semaphore> rooms;
    private final Clock clock;
    private final Duration patience;
    private final HubHttpMeters meters;

    RoomInterceptor(PerHost<Semaphore> rooms, Clock clock, Duration patience, HubHttpMeters meters) {
        this.rooms = rooms;
        this.clock = clock;
        this.patience = patience;
        this.meters = meters;
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        HttpUrl url = chain.request().url();
        HeldPlace place = new HeldPlace(enter(url));
        boolean answered = false;
        try {
            Response response = chain.proceed(chain.request());
            answered = true;
            return response.newBuilder().body(place.until(response.body())).build();
        } finally {
            if (!answered) {
                place.leave();
            }
        }
    }

    private Semaphore enter(HttpUrl url) throws IOException {
        Semaphore room = rooms.of(url.host());
        try {
            if (room.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                return room;
            }
        } catch (InterruptedException e) {
            throw Sleeper.interrupted(e);
        }
        meters.withheld(url, "room");
        throw new NotBeforeException(
                url.host(), clock.instant().plus(patience), "as many requests as may be are under way there");
    }
}
