package io.ptmtorrent.samplehub;

import java.util.List;
import java.util.Optional;

/** Finds out what requests were about. Safe for all threads. */
final class RequestReader {
    private static final String MODELS = "/api/models";

    private final ModelFacts facts;

    RequestReader(ModelFacts facts) {
        this.facts = facts;
    }

    Asked read(HubState state, HubRequest request) {
        if (request.host() == HubRequest.Host.CDN) {
            return FileKey.parse(request.path())
                    .map(key -> new Asked(request, Asked.Kind.LARGE_FILE, key.index(), path(key)))
                    .orElseGet(() -> new Asked(request, Asked.Kind.OTHER, -1, ""));
        }
        String path = request.path();
        if (path.equals(MODELS)) {
            return new Asked(request, Asked.Kind.LISTING, -1, "");
        }
        boolean api = path.startsWith(MODELS + "/");
        String prefix = api ? MODELS + "/" : isSmallFile(request) ? FileEndpoint.CACHE : "/";
        Optional<ModelAddress> address = ModelAddress.parse(path.substring(prefix.length()));
        return address.map(it -> new Asked(request, kind(prefix, it), facts.find(state, it.id()), file(it)))
                .orElseGet(() -> new Asked(request, Asked.Kind.OTHER, -1, ""));
    }

    static boolean isSmallFile(HubRequest request) {
        return request.path().startsWith(FileEndpoint.CACHE);
    }

    private static Asked.Kind kind(String prefix, ModelAddress address) {
        if (prefix.equals(FileEndpoint.CACHE)) {
            return Asked.Kind.SMALL_FILE;
        }
        if (prefix.equals("/")) {
            return address.action().equals("resolve") ? Asked.Kind.RESOLVE : Asked.Kind.OTHER;
        }
        return switch (address.action()) {
            case "tree" -> Asked.Kind.TREE;
            case "", "revision" -> Asked.Kind.MODEL;
            default -> Asked.Kind.OTHER;
        };
    }

    private static String file(ModelAddress address) {
        return address.action().equals("resolve") ? address.rest() : "";
    }

    private String path(FileKey key) {
        List<FileSpec> files = facts.files().table(key.index(), key.revision()).files();
        return key.place() < files.size() ? files.get(key.place()).path() : "";
    }
}
