package io.ptmtorrent.http;

import io.ptmtorrent.http.RefusedRequestException.Reason;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Follows a few redirects by hand; every hop runs through the rest of the list again.
 *
 * <p>What the caller gave for the first host (Authorization, Cookie) does not go to another one, and from the first
 * foreign hop on the call is {@link Strayed}: no token any more, even if it leads back.
 */
final class RedirectInterceptor implements Interceptor {
    static final int MOST_HOPS = 5;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private final Endpoints endpoints;
    private final HubHttpMeters meters;

    RedirectInterceptor(Endpoints endpoints, HubHttpMeters meters) {
        this.endpoints = endpoints;
        this.meters = meters;
    }

    /** The tag of a request that a redirect led to another host. */
    enum Strayed {
        YES
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        Set<HttpUrl> asked = new LinkedHashSet<>();
        while (true) {
            asked.add(request.url());
            Response response = chain.proceed(request);
            String location = response.header("Location");
            if (location == null || !isFollowed(request, response.code())) {
                return response;
            }
            response.close();
            meters.redirected(request.url());
            request = next(request, location, asked);
        }
    }

    private static boolean isFollowed(Request request, int code) {
        boolean safe = request.method().equals("GET") || request.method().equals("HEAD");
        return safe && REDIRECTS.contains(code) && request.tag(FollowRedirects.class) != FollowRedirects.NEVER;
    }

    private Request next(Request request, String location, Set<HttpUrl> asked) throws RefusedRequestException {
        @Nullable HttpUrl url = endpoints.resolve(request.url(), location).orElse(null);
        String from = "redirect from " + SafeUrl.redact(request.url());
        if (url == null) {
            throw new RefusedRequestException(Reason.BAD_LOCATION, from + " to no http or https URL");
        }
        String way = from + " to " + SafeUrl.redact(url);
        if (asked.contains(url)) {
            throw new RefusedRequestException(Reason.REDIRECT_LOOP, way + ": asked before in this call");
        }
        if (asked.size() > MOST_HOPS) {
            throw new RefusedRequestException(Reason.TOO_MANY_REDIRECTS, way + ": more than " + MOST_HOPS + " hops");
        }
        return Endpoints.isSameOrigin(request.url(), url)
                ? request.newBuilder().url(url).build()
                : strayed(request, url);
    }

    private static Request strayed(Request request, HttpUrl url) {
        return request.newBuilder()
                .url(url)
                .removeHeader("Authorization")
                .removeHeader("Cookie")
                .tag(Strayed.class, Strayed.YES)
                .build();
    }
}
