package io.ptmtorrent.samplehub.git;

import io.ptmtorrent.samplehub.loopback.Answer;
import io.ptmtorrent.samplehub.loopback.FileAnswer;
import io.ptmtorrent.samplehub.loopback.WireRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Releases: the list of the REST API ("List releases"), and the way to an asset's bytes, a 302 to another host.
 */
final class Releases {
    private static final Pattern PAGE = Pattern.compile("[?&]page=(\\d{1,6})");
    private static final Pattern PER_PAGE = Pattern.compile("[?&]per_page=(\\d{1,3})");
    private static final int MOST = 100;
    private static final int USUAL = 30;

    private final URI base;

    Releases(URI base) {
        this.base = base;
    }

    static Answer notFound() {
        return limited(
                Answer.json(404, "{\"message\":\"Not Found\",\"status\":\"404\"}".getBytes(StandardCharsets.UTF_8)));
    }

    Answer list(SampleRepository repository, WireRequest request) {
        int size = Math.min(MOST, number(PER_PAGE, request.target(), USUAL));
        int page = number(PAGE, request.target(), 1);
        List<String> tags =
                repository.assets().stream().map(SampleAsset::tag).distinct().toList();
        int from = Math.min(tags.size(), (page - 1) * size);
        int to = Math.min(tags.size(), from + size);
        String rows = tags.subList(from, to).stream()
                .map(tag -> release(repository, tag))
                .collect(Collectors.joining(",", "[", "]"));
        Answer answer = limited(Answer.json(200, rows.getBytes(StandardCharsets.UTF_8)));
        String next = base + "/api.github.com/repos/" + repository.fullName() + "/releases?per_page=" + size + "&page="
                + (page + 1);
        return to < tags.size() ? answer.with("link", "<" + next + ">; rel=\"next\"") : answer;
    }

    /** {@code /releases/download/{tag}/{name}}: to the host of the bytes, by an address that is signed. */
    Answer download(SampleRepository repository, List<String> rest) {
        if (rest.size() != 4 || !rest.subList(0, 2).equals(List.of("releases", "download"))) {
            return Answer.text(404, "Not Found");
        }
        return find(repository, rest.get(2), rest.get(3))
                .map(asset -> Answer.text(302, "")
                        .with(
                                "location",
                                base + "/release-assets.githubusercontent.com/" + repository.fullName() + "/"
                                        + Answer.encoded(asset.tag()) + "/" + Answer.encoded(asset.name())
                                        + "?se=2026-12-31T00%3A00%3A00Z&sig=sample"))
                .orElseGet(() -> Answer.text(404, "Not Found"));
    }

    Answer bytes(SampleRepository repository, List<String> rest, WireRequest request) {
        if (rest.size() != 2 || !request.target().contains("sig=sample")) {
            return Answer.text(403, "Server failed to authenticate the request.");
        }
        return find(repository, rest.get(0), rest.get(1))
                .map(asset -> FileAnswer.of(
                        asset.content(), "\"0x" + asset.sha256().substring(0, 15) + "\"", request.headers()))
                .orElseGet(() -> Answer.text(404, "Not Found"));
    }

    private static Optional<SampleAsset> find(SampleRepository repository, String tag, String name) {
        return repository.assets().stream()
                .filter(asset -> asset.tag().equals(tag) && asset.name().equals(name))
                .findFirst();
    }

    private static String release(SampleRepository repository, String tag) {
        String assets = repository.assets().stream()
                .filter(asset -> asset.tag().equals(tag))
                .map(asset -> asset(repository, asset))
                .collect(Collectors.joining(",", "[", "]"));
        return "{\"tag_name\":" + text(tag) + ",\"name\":" + text(tag)
                + ",\"draft\":false,\"prerelease\":false,\"published_at\":" + text(repository.committedAt() + "")
                + ",\"assets\":" + assets + ",\"body\":null}";
    }

    private static String asset(SampleRepository repository, SampleAsset asset) {
        return "{\"name\":" + text(asset.name()) + ",\"label\":null,\"state\":\"uploaded\",\"size\":"
                + asset.content().length
                + ",\"digest\":" + (asset.digested() ? text("sha256:" + asset.sha256()) : "null")
                + ",\"browser_download_url\":" + text(asset.url(repository)) + "}";
    }

    private static String text(String value) {
        return "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private static Answer limited(Answer answer) {
        Map<String, String> headers =
                Map.of("x-ratelimit-limit", "60", "x-ratelimit-remaining", "59", "x-ratelimit-resource", "core");
        Answer with = answer;
        for (Map.Entry<String, String> header : headers.entrySet()) {
            with = with.with(header.getKey(), header.getValue());
        }
        return with;
    }

    private static int number(Pattern pattern, String target, int otherwise) {
        Matcher found = pattern.matcher(target);
        return found.find() ? Math.max(1, Integer.parseInt(found.group(1))) : otherwise;
    }
}
