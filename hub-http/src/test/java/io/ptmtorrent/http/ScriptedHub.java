package io.ptmtorrent.http;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import okhttp3.Headers;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;

/** Stands at the end of a list with one interceptor in it and answers as told, without a network. */
final class ScriptedHub implements Interceptor {
    private final Deque<Answer> script = new ArrayDeque<>();
    private final List<Request> seen = new ArrayList<>();

    private interface Answer {
        Response to(Request request) throws IOException;
    }

    ScriptedHub answers(int code, String... namesAndValues) {
        script.add(request -> new Response.Builder()
                .request(request)
                .protocol(Protocol.HTTP_1_1)
                .code(code)
                .message("scripted")
                .headers(Headers.of(namesAndValues))
                .body(ResponseBody.create("", null))
                .build());
        return this;
    }

    ScriptedHub fails(IOException failure) {
        script.add(request -> {
            throw failure;
        });
        return this;
    }

    /** Sends one request through the interceptor alone. */
    Response ask(Interceptor alone, Request request) throws IOException {
        OkHttpClient client = new OkHttpClient.Builder()
                .addInterceptor(alone)
                .addInterceptor(this)
                .build();
        return client.newCall(request).execute();
    }

    Response get(Interceptor alone, String url) throws IOException {
        return ask(alone, new Request.Builder().url(url).build());
    }

    List<Request> seen() {
        return seen;
    }

    List<String> urls() {
        return seen.stream().map(request -> request.url().toString()).toList();
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        seen.add(chain.request());
        return script.remove().to(chain.request());
    }
}
