package io.ptmtorrent.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leaves a dead host alone: what would be sent to it is a {@link HostDownException} at once, until a probe is answered.
 *
 * <p>Failures are connections that did not come about or broke, and 500, 502, 503, 504 without a time. Any other answer
 * is a working host's; "later" (429 and its like) says nothing, nor does what was never sent. It stands below the
 * retries, so that each attempt counts and a host that died under many threads is asked by none of them again.
 */
final class CircuitInterceptor implements Interceptor {
    private static final Logger LOG = LoggerFactory.getLogger(CircuitInterceptor.class);

    private final PerHost<Circuit> circuits;
    private final Clock clock;
    private final HubHttpMeters meters;

    CircuitInterceptor(PerHost<Circuit> circuits, Clock clock, HubHttpMeters meters) {
        this.circuits = circuits;
        this.clock = clock;
        this.meters = meters;
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        HttpUrl url = chain.request().url();
        // Servers of one host are not dead together: a port that nobody listens on says nothing of another.
        Circuit circuit = circuits.of(url.host() + ":" + url.port());
        Instant sent = clock.instant();
        Optional<Instant> refusal = circuit.refusal(sent);
        if (refusal.isPresent()) {
            meters.withheld(url, "down");
            throw new HostDownException(url.host(), refusal.get());
        }
        try {
            Response response = chain.proceed(chain.request());
            if (Refusal.isBusy(response.code())) {
                failed(circuit, url, sent, "it answered " + response.code());
            } else {
                circuit.works();
            }
            return response;
        } catch (NotBeforeException | RefusedRequestException e) {
            throw e;
        } catch (IOException e) {
            if (!isOurEnd(e, chain)) {
                failed(circuit, url, sent, e.toString());
            }
            throw e;
        }
    }

    private void failed(Circuit circuit, HttpUrl url, Instant sent, String how) {
        if (circuit.failed(sent, clock.instant())) {
            meters.found(url, "down");
            LOG.atWarn().addKeyValue("host", url.host()).log("a host is left alone for a while: {}", how);
        }
    }

    /** Whether the call was ended from here: an interrupt, a cancellation, its time over. */
    private static boolean isOurEnd(IOException failure, Chain chain) {
        boolean ended = failure instanceof InterruptedIOException && !(failure instanceof SocketTimeoutException);
        return ended || chain.call().isCanceled();
    }
}
