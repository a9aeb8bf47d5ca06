package io.ptmtorrent.http;

import io.ptmtorrent.http.RefusedRequestException.Reason;
import java.io.IOException;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * Refuses URLs that name a user; other schemes than http and https do not get this far, since OkHttp has none.
 *
 * <p>The guard's other half stands where it cannot be gone around: {@link GuardedSockets} looks at the very address
 * that is about to be connected to, {@link ConnectionGuard} at a connection that is used again.
 */
final class GuardInterceptor implements Interceptor {
    @Override
    public Response intercept(Chain chain) throws IOException {
        HttpUrl url = chain.request().url();
        if (!url.encodedUsername().isEmpty() || !url.encodedPassword().isEmpty()) {
            throw new RefusedRequestException(Reason.USER_INFO, SafeUrl.redact(url) + " names a user: not sent");
        }
        return chain.proceed(chain.request());
    }
}
