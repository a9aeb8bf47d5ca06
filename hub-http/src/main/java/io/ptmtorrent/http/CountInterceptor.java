package io.ptmtorrent.http;

import java.io.IOException;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Response;

/** Counts what is sent, by canonical host and outcome: it stands where every attempt and every hop passes once. */
final class CountInterceptor implements Interceptor {
    private final HubHttpMeters meters;

    CountInterceptor(HubHttpMeters meters) {
        this.meters = meters;
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        HttpUrl url = chain.request().url();
        meters.sending(url);
        try {
            Response response = chain.proceed(chain.request());
            meters.answered(url, response.code());
            return response;
        } catch (RefusedRequestException e) {
            meters.refused(url);
            throw e;
        } catch (IOException e) {
            meters.unreachable(url);
            throw e;
        }
    }
}
