package io.ptmtorrent.sink.fetch;

import io.ptmtorrent.avro.FileReason;
import io.ptmtorrent.http.Hops;
import io.ptmtorrent.http.HostDownException;
import io.ptmtorrent.http.HubHttp;
import io.ptmtorrent.http.NotBeforeException;
import io.ptmtorrent.http.RefusedRequestException;
import io.ptmtorrent.http.SafeUrl;
import io.ptmtorrent.sink.store.StoreException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import okhttp3.Call;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;

/** The way to one answer: redirects followed by hand, all of it within one time; what goes wrong there is a value. For one use. */
final class Way {
    private final HubHttp http;
    private final HttpUrl from;
    private final Hops hops;
    private final UnaryOperator<Request> asked;
    private final long deadline;
    private Headers first = Headers.EMPTY;

    /**
     * A way to one answer.
     *
     * @param deadline by {@link System#nanoTime}
     * @param asked makes each hop's request what it is to be
     */
    Way(HubHttp http, String hub, HttpUrl url, long deadline, UnaryOperator<Request> asked) {
        this.http = http;
        this.from = url;
        this.hops = http.hops(url, hub);
        this.asked = asked;
        this.deadline = deadline;
    }

    /** What is made of the answer at the way's end; closes it. */
    interface End {
        Fetched receive(Response answer) throws IOException;
    }

    /**
     * Goes the way.
     *
     * @throws StoreException when the store cannot take what comes
     */
    Fetched end(End end) throws StoreException {
        try {
            return end.receive(answer());
        } catch (HostDownException e) {
            // Its time is ours: to the ledger the host failed, which costs a try, so that a dead host ends its files.
            return new Fetched.Later(FileReason.NETWORK, String.valueOf(e.getMessage()), 0, e.notBefore());
        } catch (NotBeforeException e) {
            return new Fetched.Later(FileReason.RATE_LIMITED, String.valueOf(e.getMessage()), 0, e.notBefore());
        } catch (RefusedRequestException e) {
            return Refusals.of(e);
        } catch (StoreException e) {
            throw e;
        } catch (IOException e) {
            return new Fetched.Later(
                    FileReason.NETWORK, SafeUrl.redact(hops.request().url()) + ": " + e, 0, null);
        }
    }

    /** Goes the way to its last answer, which the caller closes; what goes wrong is thrown. */
    Response answer() throws IOException {
        Response response = send();
        first = response.headers();
        while (Hops.isRedirect(response)) {
            hops.follow(response);
            response = send();
        }
        return response;
    }

    /** Headers of the first hop, the hub's own. */
    Headers first() {
        return first;
    }

    /** Whether the answer is another host's than the one that was asked first. */
    boolean strayed() {
        return !hops.request().url().host().equals(from.host());
    }

    /** The time that is left counts for the whole call, the body included. */
    private Response send() throws IOException {
        Call call = http.client().newCall(asked.apply(hops.request()));
        long left = Math.max(Duration.ofMillis(1).toNanos(), deadline - System.nanoTime());
        call.timeout().timeout(left, TimeUnit.NANOSECONDS);
        return call.execute();
    }
}
