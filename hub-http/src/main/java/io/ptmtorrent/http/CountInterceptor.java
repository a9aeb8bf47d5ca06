package io.ptmtorrent.http;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Response;

/** Counts what is sent, by hub, canonical host and outcome: it stands where every attempt and every hop passes once. */
final class CountInterceptor implements Interceptor {
    private final Clock clock;
    private final HubHttpMeters meters;

    CountInterceptor(Clock clock, HubHttpMeters meters) {
        this.clock = clock;
        this.meters = meters;
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        HttpUrl url = chain.request().url();
        Behalf tag = chain.request().tag(Behalf.class);
        Behalf behalf = tag == null ? Behalf.NOBODY : tag;
        Instant sent = clock.instant();
        try {
            Response response = chain.proceed(chain.request());
            meters.answered(behalf, url, sent, response.code());
            return response;
        } catch (RefusedRequestException e) {
            meters.refused(url);
            throw e;
        } catch (IOException e) {
            meters.unreachable(behalf, url, sent);
            throw e;
        }
    }
}
