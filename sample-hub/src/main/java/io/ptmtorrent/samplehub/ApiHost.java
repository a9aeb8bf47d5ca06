package io.ptmtorrent.samplehub;

import io.ptmtorrent.samplehub.loopback.Answer;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The hub's own host: finds out what a request is about, and who asks, and gives it to the endpoint for it.
 *
 * <pre>
 * /api/models                                listing
 * /api/models/{id}[/tree|revision/{rev}]     model, or 307 for another spelling of its path
 * /{id}/resolve/{rev}/{path}                 file
 * /api/resolve-cache/models/{id}/resolve/... small file
 * </pre>
 */
final class ApiHost {
    private static final String MODELS = "/api/models";

    private final ModelFacts facts;
    private final @Nullable String tokenForGated;
    private final ListingEndpoint listing;
    private final ModelEndpoint models;
    private final FileEndpoint files;

    ApiHost(ModelFacts facts, SampleHubConfig config, FaultScript script, FileBytes bytes, URI cdn) {
        this.facts = facts;
        this.tokenForGated = config.tokenForGated();
        this.listing = new ListingEndpoint(facts, config.publicUrl(), script);
        this.models = new ModelEndpoint(facts, config.publicUrl(), bytes, script);
        this.files = new FileEndpoint(facts, models, bytes, cdn, script);
    }

    static Quota.Bucket bucket(HubRequest request) {
        return request.path().startsWith(MODELS) ? Quota.Bucket.API : Quota.Bucket.RESOLVERS;
    }

    Answer answer(Snapshot snapshot, HubRequest request, @Nullable String authorization) {
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            return ErrorAnswer.of(405, "", "Method not allowed").with("allow", "GET, HEAD");
        }
        Access access = Access.of(authorization, tokenForGated);
        if (access == Access.WRONG) {
            return ErrorAnswer.of(401, "", "Invalid credentials in Authorization header");
        }
        String path = request.path();
        if (path.equals(MODELS)) {
            return listing.answer(snapshot, Query.parse(request.query()));
        }
        String prefix = path.startsWith(MODELS + "/")
                ? MODELS + "/"
                : path.startsWith(FileEndpoint.CACHE) ? FileEndpoint.CACHE : "/";
        Optional<ModelAddress> address = ModelAddress.parse(path.substring(prefix.length()));
        boolean resolves = address.isPresent() && address.get().action().equals("resolve");
        if (address.isEmpty() || resolves == prefix.startsWith(MODELS)) {
            return ErrorAnswer.of(404, "", "Sorry, we can't find the page you are looking for.");
        }
        return model(snapshot.state(), request, address.get(), access, prefix);
    }

    private Answer model(HubState state, HubRequest request, ModelAddress address, Access access, String prefix) {
        int index = facts.find(state, address.id());
        if (index < 0) {
            return access.known() ? ErrorAnswer.of(404, "RepoNotFound", "Repository not found") : ErrorAnswer.missing();
        }
        String path = facts.presentPath(state, index);
        if (!path.equals(address.id())) {
            String query = request.query().isEmpty() ? "" : "?" + request.query();
            return Answer.redirect(307, prefix + Answer.encoded(path) + address.tail() + query);
        }
        return prefix.startsWith(MODELS)
                ? models.answer(state, index, address, Query.parse(request.query()))
                : files.answer(state, index, address, access, prefix.equals(FileEndpoint.CACHE), request.target());
    }
}
