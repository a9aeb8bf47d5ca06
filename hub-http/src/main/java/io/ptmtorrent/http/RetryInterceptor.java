package io.ptmtorrent.http;

import io.github.resilience4j.core.IntervalFunction;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * Repeats GET and HEAD, unless tagged otherwise ({@link Repeats}), within the configured patience: 500, 502, 503, 504, broken connections, and a short "later".
 *
 * <p>Beyond that the last result is the caller's: the 5xx as it came, or the exception. A "later" is waited for in
 * {@link PaceInterceptor}, which stands below and knows the time.
 */
final class RetryInterceptor implements Interceptor {
    static final int MOST_ATTEMPTS = 4;

    private final Clock clock;
    private final Sleeper sleeper;
    private final IntervalFunction backoff;
    private final Duration patience;
    private final HubHttpMeters meters;

    RetryInterceptor(Clock clock, Sleeper sleeper, IntervalFunction backoff, Duration patience, HubHttpMeters meters) {
        this.clock = clock;
        this.sleeper = sleeper;
        this.backoff = backoff;
        this.patience = patience;
        this.meters = meters;
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Instant deadline = clock.instant().plus(patience);
        for (int attempt = 1; ; attempt++) {
            Optional<Duration> wait;
            try {
                Response response = chain.proceed(chain.request());
                wait = Refusal.isBusy(response.code()) ? nextWait(chain, attempt, deadline) : Optional.empty();
                if (wait.isEmpty()) {
                    return response;
                }
                response.close();
            } catch (IOException e) {
                wait = waitAfter(e, chain, attempt, deadline);
                if (wait.isEmpty()) {
                    throw e;
                }
            }
            meters.retried(chain.request().url());
            sleeper.pause(wait.get());
        }
    }

    private Optional<Duration> waitAfter(IOException failure, Chain chain, int attempt, Instant deadline) {
        if (failure instanceof HostDownException) {
            return Optional.empty();
        }
        if (failure instanceof NotBeforeException later) {
            boolean soon = !later.notBefore().isAfter(deadline) && isRepeatable(chain, attempt);
            return soon ? Optional.of(Duration.ZERO) : Optional.empty();
        }
        return isPassing(failure) ? nextWait(chain, attempt, deadline) : Optional.empty();
    }

    /** How long to wait before the next attempt; empty if there is none. */
    private Optional<Duration> nextWait(Chain chain, int attempt, Instant deadline) {
        Duration wait = Duration.ofMillis(backoff.apply(attempt));
        boolean inTime = !clock.instant().plus(wait).isAfter(deadline);
        return inTime && isRepeatable(chain, attempt) ? Optional.of(wait) : Optional.empty();
    }

    private static boolean isRepeatable(Chain chain, int attempt) {
        String method = chain.request().method();
        boolean safe = (method.equals("GET") || method.equals("HEAD"))
                && chain.request().tag(Repeats.class) != Repeats.NONE;
        return safe && attempt < MOST_ATTEMPTS && !chain.call().isCanceled();
    }

    /** Whether a failure may pass by itself; a wrong certificate, an interrupt or a refusal of ours does not. */
    private static boolean isPassing(IOException failure) {
        return switch (failure) {
            case SocketTimeoutException slow -> true;
            case InterruptedIOException ended -> false;
            case RefusedRequestException refused -> false;
            case ProtocolException broken -> false;
            case SSLHandshakeException wrong -> false;
            case SSLPeerUnverifiedException wrong -> false;
            default -> true;
        };
    }
}
