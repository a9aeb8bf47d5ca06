package io.ptmtorrent.http;

import io.ptmtorrent.http.RedirectInterceptor.Strayed;
import io.ptmtorrent.http.RefusedRequestException.Reason;
import java.util.LinkedHashSet;
import java.util.Set;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * A way over a few redirects, one hop at a time: what to send now, and what a redirect makes of it.
 *
 * <pre>
 *   request ─► send ─► is it a redirect? ─ no ─► the answer
 *      ▲                     │ yes
 *      └───── follow ◄───────┘
 * </pre>
 *
 * What was meant for the first host (Authorization, Cookie) does not go to another one, and from the first foreign hop
 * on no token is sent any more, even if the way leads back. For one thread.
 */
public final class Hops {
    static final int MOST = 5;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private final Endpoints endpoints;
    private final HubHttpMeters meters;
    private final Set<HttpUrl> asked = new LinkedHashSet<>();
    private Request request;

    Hops(Request first, Endpoints endpoints, HubHttpMeters meters) {
        this.endpoints = endpoints;
        this.meters = meters;
        this.request = first;
        asked.add(first.url());
    }

    /** What to send now. */
    public Request request() {
        return request;
    }

    /** Whether an answer has a redirect's status; with or without a target. */
    public static boolean isRedirect(Response response) {
        return REDIRECTS.contains(response.code());
    }

    /**
     * Closes a redirect and goes where it leads: {@link #request} is the next hop then.
     *
     * @throws RefusedRequestException where it leads nowhere, in a circle, or on for too long
     */
    public void follow(Response redirect) throws RefusedRequestException {
        String location = redirect.header("Location");
        redirect.close();
        HttpUrl next = target(location);
        meters.redirected(request.url());
        request = Endpoints.isSameOrigin(request.url(), next)
                ? request.newBuilder().url(next).build()
                : strayed(next);
        asked.add(next);
    }

    private HttpUrl target(@Nullable String location) throws RefusedRequestException {
        String from = "redirect from " + SafeUrl.redact(request.url());
        HttpUrl url = location == null
                ? null
                : endpoints.resolve(request.url(), location).orElse(null);
        if (url == null) {
            throw new RefusedRequestException(Reason.BAD_LOCATION, from + " to no http or https URL");
        }
        String way = from + " to " + SafeUrl.redact(url);
        if (asked.contains(url)) {
            throw new RefusedRequestException(Reason.REDIRECT_LOOP, way + ": asked before in this call");
        }
        if (asked.size() > MOST) {
            throw new RefusedRequestException(Reason.TOO_MANY_REDIRECTS, way + ": more than " + MOST + " hops");
        }
        return url;
    }

    private Request strayed(HttpUrl url) {
        return request.newBuilder()
                .url(url)
                .removeHeader("Authorization")
                .removeHeader("Cookie")
                .tag(Strayed.class, Strayed.YES)
                .build();
    }
}
