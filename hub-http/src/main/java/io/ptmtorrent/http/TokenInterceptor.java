package io.ptmtorrent.http;

import io.ptmtorrent.http.RedirectInterceptor.Strayed;
import java.io.IOException;
import java.util.Map;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Gives a host its own token, by canonical https URL; never after a redirect from or by way of another host.
 *
 * <p>An Authorization that the caller set stays. The endpoint comes later in the list, so a mirror gets the token of
 * the host that it stands for.
 */
final class TokenInterceptor implements Interceptor {
    private final Map<String, Token> tokens;

    TokenInterceptor(Map<String, Token> tokens) {
        this.tokens = tokens;
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        Token token = tokenFor(request);
        return chain.proceed(
                token == null
                        ? request
                        : request.newBuilder()
                                .header("Authorization", token.header())
                                .build());
    }

    private @Nullable Token tokenFor(Request request) {
        boolean ours = request.isHttps()
                && Hosts.isAtDefaultPort(request.url())
                && request.tag(Strayed.class) == null
                && request.header("Authorization") == null;
        return ours ? tokens.get(request.url().host()) : null;
    }
}
