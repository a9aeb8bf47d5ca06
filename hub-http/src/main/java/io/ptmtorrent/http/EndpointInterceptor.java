package io.ptmtorrent.http;

import java.io.IOException;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/** Sends a host's traffic to its endpoint; the answer says the canonical URL again. */
final class EndpointInterceptor implements Interceptor {
    private final Endpoints endpoints;

    EndpointInterceptor(Endpoints endpoints) {
        this.endpoints = endpoints;
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request canonical = chain.request();
        HttpUrl target = endpoints.toTarget(canonical.url());
        Response response = chain.proceed(canonical.newBuilder().url(target).build());
        return response.newBuilder().request(canonical).build();
    }
}
