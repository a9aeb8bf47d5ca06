package io.ptmtorrent.http;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
 * Files leave an eighth of the places to the other requests: a cap on bandwidth makes their bodies long.
 */
final class RoomInterceptor implements Interceptor {
    /** So much of a room is kept from files. */
    private static final int EIGHTH = 8;

    private final PerHost<Room> rooms;
    private final Clock clock;
    private final Duration patience;
    private final HubHttpMeters meters;

    /**
     * The places at one host.
     *
     * @param all of every request
     * @param files how many of them files may take: their answers are long, and what asks for pages must not wait for
     *     them
     */
    record Room(Semaphore all, Semaphore files) {
        static Room of(int places) {
            return new Room(new Semaphore(places, true), new Semaphore(places - places / EIGHTH, true));
        }
    }

    RoomInterceptor(PerHost<Room> rooms, Clock clock, Duration patience, HubHttpMeters meters) {
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

    private List<Semaphore> enter(HttpUrl url) throws IOException {
        Room room = rooms.of(url.host());
        List<Semaphore> needed = Lane.of(url) == Lane.FILES ? List.of(room.files(), room.all()) : List.of(room.all());
        List<Semaphore> entered = new ArrayList<>();
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            for (Semaphore one : needed) {
                if (one.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    entered.add(one);
                }
            }
        } catch (InterruptedException e) {
            entered.forEach(Semaphore::release);
            throw Sleeper.interrupted(e);
        }
        if (entered.size() == needed.size()) {
            return entered;
        }
        entered.forEach(Semaphore::release);
        meters.withheld(url, "room");
        throw new NotBeforeException(
                url.host(), clock.instant().plus(patience), "as many requests as may be are under way there");
    }
}
