package io.ptmtorrent.local.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ptmtorrent.crawler.hub.huggingface.HuggingFace;
import io.ptmtorrent.crawler.hub.modelhub.Modelhub;
import io.ptmtorrent.crawler.hub.modelscope.ModelScope;
import io.ptmtorrent.crawler.hub.modelzoo.Modelzoo;
import io.ptmtorrent.crawler.hub.onnx.OnnxModelZoo;
import io.ptmtorrent.http.Allowance;
import io.ptmtorrent.http.BoundedBody;
import io.ptmtorrent.http.FollowRedirects;
import io.ptmtorrent.http.HubHttp;
import io.ptmtorrent.http.HubHttpConfig;
import io.ptmtorrent.http.Repeats;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Asks a hub once what only it can say: its quota, its size, whether it may be asked at all. For one thread a hub.
 *
 * <pre>
 *   huggingface     one row of the listing: the quota of this address or token
 *   onnx-model-zoo  the mirror's listing: how many repositories, and the same quota
 *   modelhub        the registry: how many models
 *   modelzoo        robots.txt, which comes before anything else
 *   modelscope      one row of the listing: how many models
 *   pytorch-hub     nothing: one request tells nothing new
 * </pre>
 *
 * Nothing is repeated and no redirect is followed, so that one request is one request.
 */
final class HubQuestions implements AutoCloseable {
    private static final long MOST_BYTES = 16 << 20;
    private static final int ROBOTS_GONE = 400;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, HttpUrl> QUESTIONS = Map.of(
            HuggingFace.NAME, HttpUrl.get("https://huggingface.co/api/models?limit=1&expand=sha"),
            OnnxModelZoo.NAME,
                    HttpUrl.get("https://huggingface.co/api/models?author=onnxmodelzoo&limit=1000&expand=sha"),
            Modelhub.NAME, HttpUrl.get("https://raw.githubusercontent.com/modelhub-ai/modelhub/master/models.json"),
            Modelzoo.NAME, HttpUrl.get("https://modelzoo.co/robots.txt"),
            ModelScope.NAME, HttpUrl.get("https://www.modelscope.cn/openapi/v1/models?page_number=1&page_size=1"));

    private final HubHttp http;

    /** What a hub said; size as it was known where it said nothing of it. */
    record Said(HubSize size, @Nullable String trouble) {}

    HubQuestions(HubHttpConfig config) {
        HubHttpConfig once = config.withTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(20));
        this.http = HubHttp.create(once, new SimpleMeterRegistry());
    }

    /** Asks, unless there is nothing to ask. */
    Said ask(String hub, HubSize known) {
        HttpUrl url = QUESTIONS.get(hub);
        if (url == null) {
            return new Said(known, null);
        }
        Request request = new Request.Builder()
                .url(url)
                .tag(Repeats.class, Repeats.NONE)
                .tag(FollowRedirects.class, FollowRedirects.NEVER)
                .build();
        try (Response response = http.forHub(hub).client().newCall(request).execute()) {
            return said(hub, known, url, response);
        } catch (IOException e) {
            return new Said(known, "GET " + url + ": " + e);
        }
    }

    /** Quotas that the answers so far named. */
    List<Allowance> allowances() {
        return http.allowances();
    }

    private static Said said(String hub, HubSize known, HttpUrl url, Response response) throws IOException {
        int code = response.code();
        boolean robotsAreGone = hub.equals(Modelzoo.NAME) && code >= ROBOTS_GONE && code < 500;
        if (!response.isSuccessful() && !robotsAreGone) {
            return new Said(known, "GET " + url + " gave " + code);
        }
        return switch (hub) {
            case Modelhub.NAME -> {
                long rows = length(url, response);
                yield new Said(known.told(rows, "its registry just now"), null);
            }
            case OnnxModelZoo.NAME -> {
                boolean more = response.header("Link") != null;
                long rows = length(url, response);
                yield new Said(more ? known : known.toldSources(rows, known.basis()), null);
            }
            case ModelScope.NAME -> {
                JsonNode total = json(url, response).at("/data/total_count");
                yield total.canConvertToLong()
                        ? new Said(known.told(total.longValue(), "its listing just now"), null)
                        : new Said(known, "GET " + url + " gave no total_count");
            }
            default -> new Said(known, null);
        };
    }

    private static long length(HttpUrl url, Response response) throws IOException {
        JsonNode rows = json(url, response);
        if (rows.isArray()) {
            return rows.size();
        }
        throw new IOException(url + " gave no JSON array");
    }

    private static JsonNode json(HttpUrl url, Response response) throws IOException {
        if (BoundedBody.read(response, MOST_BYTES) instanceof BoundedBody.Whole whole) {
            return JSON.readTree(whole.bytes().toByteArray());
        }
        throw new IOException(url + " gave more than " + MOST_BYTES + " bytes, or broke off");
    }

    @Override
    public void close() {
        http.close();
    }
}
