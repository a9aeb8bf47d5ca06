package io.ptmtorrent.samplehub;

import io.ptmtorrent.samplehub.SampleHubTruth.FileTruth;
import io.ptmtorrent.samplehub.SampleHubTruth.ModelTruth;
import io.ptmtorrent.samplehub.loopback.Answer;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Asks a hub for trees and files, as a test wants them asked. */
final class FileFetcher {
    private final SampleHub hub;
    private final HubReader reader;

    /** A file of a model. */
    record Found(ModelTruth model, FileTruth file, int place) {
        String at() {
            return model.number() + "." + place;
        }
    }

    FileFetcher(SampleHub hub, HubReader reader) {
        this.hub = hub;
        this.reader = reader;
    }

    /** Live models that anybody may read, told under the path where they are. */
    static Stream<ModelTruth> free(SampleHub hub) {
        return hub.truth()
                .live()
                .filter(model -> "false".equals(model.gated()) && !model.disabled())
                .filter(model -> model.movedTo() == null);
    }

    static Found find(SampleHub hub, Predicate<FileTruth> which) {
        return free(hub)
                .flatMap(model -> found(hub, model).filter(it -> which.test(it.file())))
                .findFirst()
                .orElseThrow();
    }

    static Stream<Found> found(SampleHub hub, ModelTruth model) {
        List<FileTruth> files = hub.truth().files(model);
        return java.util.stream.IntStream.range(0, files.size())
                .mapToObj(place -> new Found(model, files.get(place), place));
    }

    static String tree(ModelTruth model) {
        return "/api/models/" + Answer.encoded(model.path()) + "/tree/" + model.sha() + "?recursive=true";
    }

    /** Every page of the tree, each a whole answer, in order. */
    List<HttpResponse<byte[]>> pages(ModelTruth model) throws IOException {
        List<HttpResponse<byte[]>> pages = new ArrayList<>();
        for (Optional<String> target = Optional.of(tree(model)); target.isPresent(); ) {
            HttpResponse<byte[]> page = reader.get(target.get());
            pages.add(page);
            target = HubReader.next(page);
        }
        return pages;
    }

    /** The file's own URL, its name as one segment. */
    HttpResponse<byte[]> resolve(Found found) throws IOException {
        String name =
                URLEncoder.encode(found.file().path(), StandardCharsets.UTF_8).replace("+", "%20");
        return reader.get("/" + Answer.encoded(found.model().path()) + "/resolve/"
                + found.model().sha() + "/" + name);
    }

    /** The answer that has the file's bytes. */
    HttpResponse<byte[]> bytes(Found found) throws IOException {
        return follow(resolve(found));
    }

    HttpResponse<byte[]> follow(HttpResponse<byte[]> redirect) throws IOException {
        return reader.get(URI.create(hub.apiUri() + "/").resolve(HubReader.header(redirect, "location")));
    }
}
