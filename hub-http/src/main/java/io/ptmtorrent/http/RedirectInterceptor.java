package io.ptmtorrent.http;

import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Follows a few redirects by hand, as {@link Hops} says; every hop runs through the rest of the list again.
 */
final class RedirectInterceptor implements Interceptor {
    static final int MOST_HOPS = Hops.MOST;

    private final Endpoints endpoints;
    private final HubHttpMeters meters;

    RedirectInterceptor(Endpoints endpoints, HubHttpMeters meters) {
        this.endpoints = endpoints;
        this.meters = meters;
    }

    /** The tag of a request that a redirect led to another host: {@link TokenInterceptor} leaves it alone. */
    enum Strayed {
        YES
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Hops hops = new Hops(chain.request(), endpoints, meters);
        while (true) {
            Response response = chain.proceed(hops.request());
            if (response.header("Location") == null || !isFollowed(hops.request(), response)) {
                return response;
            }
            hops.follow(response);
        }
    }

    private static boolean isFollowed(Request request, Response response) {
        boolean safe = request.method().equals("GET") || request.method().equals("HEAD");
        boolean wanted = request.tag(FollowRedirects.class) != FollowRedirects.NEVER;
        return safe && wanted && Hops.isRedirect(response);
    }
}
