package io.ptmtorrent.http;

import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Says who asks: {@code ptmtorrent-stream/<version> (+contact)}.
 *
 * <p>{@code Accept-Encoding: identity} of a request stays as it is; without it OkHttp asks for gzip and unpacks it.
 */
final class AgentInterceptor implements Interceptor {
    private final String agent;

    AgentInterceptor(String version, @Nullable String contact) {
        this.agent = "ptmtorrent-stream/" + version + (contact == null ? "" : " (+" + contact + ")");
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        return chain.proceed(
                chain.request().newBuilder().header("User-Agent", agent).build());
    }
}
