package io.ptmtorrent.http;

import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Keeps OkHttp from sending a request again by itself, which would be neither paced nor counted.
 *
 * <p>It repeats a 503 with {@code Retry-After: 0} at once, whatever its settings. A missing header means the same to
 * {@link RetryInterceptor}, so the zero is taken off, close to the wire.
 */
final class SingleSendInterceptor implements Interceptor {
    private static final int UNAVAILABLE = 503;

    @Override
    public Response intercept(Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        boolean atOnce = response.code() == UNAVAILABLE && isZero(response.header("Retry-After"));
        return atOnce ? response.newBuilder().removeHeader("Retry-After").build() : response;
    }

    private static boolean isZero(@Nullable String retryAfter) {
        return retryAfter != null && retryAfter.matches("0+");
    }
}
