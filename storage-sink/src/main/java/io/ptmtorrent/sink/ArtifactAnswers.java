package io.ptmtorrent.sink;

import io.ptmtorrent.avro.ArtifactKind;
import io.ptmtorrent.avro.ArtifactRequest;
import io.ptmtorrent.avro.ArtifactResult;
import io.ptmtorrent.avro.FileReason;
import io.ptmtorrent.avro.Manifest;
import io.ptmtorrent.avro.ResultState;
import io.ptmtorrent.http.HubHttp;
import io.ptmtorrent.sink.fetch.ArtifactFetcher;
import io.ptmtorrent.sink.fetch.Expected;
import io.ptmtorrent.sink.fetch.FetchLimits;
import io.ptmtorrent.sink.fetch.Fetched;
import io.ptmtorrent.sink.inspect.Inspections;
import io.ptmtorrent.sink.manifest.ManifestWriter;
import io.ptmtorrent.sink.store.NoSpaceException;
import io.ptmtorrent.sink.store.ObjectStore;
import io.ptmtorrent.sink.store.StoreException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns a request into the result that answers it, whatever hub and store do. For any number of threads. */
final class ArtifactAnswers {
    private static final Logger LOG = LoggerFactory.getLogger(ArtifactAnswers.class);
    private static final Duration UNTIL_MENDED = Duration.ofMinutes(10);

    private static final Pattern GIT_ID = Pattern.compile("[0-9a-f]{40}");

    private final ArtifactFetcher fetcher;
    private final ManifestWriter manifests;
    private final Deletion deletions;
    private final StoreRoom room = new StoreRoom();
    private final Duration later;
    private final Clock clock;

    ArtifactAnswers(HubHttp http, ObjectStore store, Inspections inspections, Duration later, Clock clock) {
        this.fetcher = new ArtifactFetcher(http, store, inspections);
        this.manifests = new ManifestWriter(store);
        this.deletions = new Deletion(store);
        this.later = later;
        this.clock = clock;
    }

    /**
     * Does what is asked for; never throws.
     *
     * @param stopping whether this thread is interrupted because the sink closes
     */
    Answered to(ArtifactRequest request, FetchLimits limits, BooleanSupplier stopping) {
        boolean makesRoom = request.getKind() == ArtifactKind.DELETE;
        Instant closed = makesRoom ? null : room.closedFor(size(request), clock.instant());
        if (closed != null) {
            return noSpace(request, "the store is full: it is not asked for", closed);
        }
        try {
            Answered answered = done(request, limits, stopping);
            if (isWritten(answered.result())) {
                room.stored(Objects.requireNonNullElse(answered.result().getSize(), 0L));
            }
            return answered;
        } catch (StoreException e) {
            return storeFailed(request, e, stopping);
        } catch (RuntimeException | Error e) {
            LOG.atError()
                    .addKeyValue("modelId", request.getModel())
                    .addKeyValue("url", request.getUrl())
                    .setCause(e)
                    .log("a request failed in our own code");
            return deferred(request, FileReason.SINK_FAILED, "the sink failed: " + e, UNTIL_MENDED);
        }
    }

    private Answered done(ArtifactRequest request, FetchLimits limits, BooleanSupplier stopping) throws StoreException {
        return switch (request.getKind()) {
            case FILE -> file(request, limits, stopping);
            case REPOSITORY -> repository(request, limits, stopping);
            case GIT_BUNDLE -> bundle(request, limits, stopping);
            case MANIFEST -> manifest(request);
            case DELETE -> deletion(request);
            default -> refused(request, "a sink of this version knows no " + request.getKind());
        };
    }

    /** What was there already needed no room. */
    private static boolean isWritten(ArtifactResult result) {
        boolean written = result.getKind() == ArtifactKind.MANIFEST || result.getFetchedBytes() > 0;
        return written && result.getState() == ResultState.STORED;
    }

    /** A manifest is small: a store that has no room for it has none for anything. */
    private static @Nullable Long size(ArtifactRequest request) {
        return request.getKind() == ArtifactKind.MANIFEST ? Long.valueOf(0) : request.getSize();
    }

    /** The answer to a request that was taken again and again and never answered. */
    Answered givenUp(ArtifactRequest request, String why) {
        return deferred(request, FileReason.SINK_FAILED, why, UNTIL_MENDED);
    }

    private Answered file(ArtifactRequest request, FetchLimits limits, BooleanSupplier stopping) throws StoreException {
        HttpUrl url = request.getUrl() == null ? null : HttpUrl.parse(request.getUrl());
        if (url == null) {
            return refused(request, "'" + request.getUrl() + "' is no http or https URL");
        }
        Expected expected;
        try {
            expected = new Expected(request.getSha256(), request.getGitSha1(), request.getSize());
        } catch (IllegalArgumentException e) {
            return refused(request, String.valueOf(e.getMessage()));
        }
        return answered(request, fetcher.fetch(request.getHub(), url, expected, limits), stopping);
    }

    private Answered deletion(ArtifactRequest request) throws StoreException {
        try {
            return new Answered(deletions.answer(request, clock.instant()), null);
        } catch (IllegalArgumentException e) {
            return refused(request, String.valueOf(e.getMessage()));
        }
    }

    private Answered repository(ArtifactRequest request, FetchLimits limits, BooleanSupplier stopping)
            throws StoreException {
        HttpUrl url = request.getUrl() == null ? null : HttpUrl.parse(request.getUrl());
        String tree = request.getGitSha1();
        if (url == null) {
            return refused(request, "'" + request.getUrl() + "' is no http or https URL");
        }
        if (tree != null && !GIT_ID.matcher(tree).matches()) {
            return refused(request, "gitSha1: '" + tree + "'; allowed is 40 lower-case hex digits");
        }
        return answered(request, fetcher.fetchRepository(request.getHub(), url, tree, limits), stopping);
    }

    private Answered bundle(ArtifactRequest request, FetchLimits limits, BooleanSupplier stopping)
            throws StoreException {
        HttpUrl url = request.getUrl() == null ? null : HttpUrl.parse(request.getUrl());
        String commit = request.getGitSha1();
        String base = request.getGitBase();
        if (url == null) {
            return refused(request, "'" + request.getUrl() + "' is no http or https URL");
        }
        if (commit == null || !GIT_ID.matcher(commit).matches()) {
            return refused(request, "gitSha1: '" + commit + "'; allowed is 40 lower-case hex digits");
        }
        if (base != null && !GIT_ID.matcher(base).matches()) {
            return refused(request, "gitBase: '" + base + "'; allowed is 40 lower-case hex digits");
        }
        return answered(request, fetcher.fetchBundle(request.getHub(), url, commit, base, limits), stopping);
    }

    private Answered answered(ArtifactRequest request, Fetched fetched, BooleanSupplier stopping) {
        Instant now = clock.instant();
        return switch (fetched) {
            case Fetched.Stored stored -> new Answered(Results.stored(request, stored, now), null);
            case Fetched.Failed failed ->
                new Answered(
                        Results.failed(request, failed.reason(), failed.message(), failed.bytes(), now),
                        failed.wrong());
            case Fetched.Later wait -> later(request, wait, stopping, now);
        };
    }

    private Answered later(ArtifactRequest request, Fetched.Later wait, BooleanSupplier stopping, Instant now) {
        boolean named = wait.until() != null;
        boolean ours = !named && stopping.getAsBoolean();
        Instant until = wait.until() != null ? wait.until() : ours ? now : now.plus(later);
        FileReason reason = ours ? FileReason.STOPPING : wait.reason();
        return new Answered(Results.deferred(request, reason, wait.message(), wait.bytes(), until, now), null);
    }

    private Answered manifest(ArtifactRequest request) throws StoreException {
        Manifest manifest = request.getManifest();
        if (manifest == null) {
            return refused(request, "a manifest is asked for that says nothing");
        }
        ManifestWriter.@Nullable Written written = written(manifest);
        return written == null
                ? refused(request, "no object key holds the manifest of '" + request.getModel() + "'")
                : new Answered(Results.stored(request, written, clock.instant()), null);
    }

    private ManifestWriter.@Nullable Written written(Manifest manifest) throws StoreException {
        boolean named = !manifest.getHub().isEmpty() && !manifest.getStableId().isEmpty();
        boolean revised =
                manifest.getRevision() == null || !manifest.getRevision().isEmpty();
        return named && revised ? manifests.write(manifest) : null;
    }

    private Answered storeFailed(ArtifactRequest request, StoreException failure, BooleanSupplier stopping) {
        String message = String.valueOf(failure.getMessage());
        if (stopping.getAsBoolean()) {
            return deferred(request, FileReason.STOPPING, message, Duration.ZERO);
        }
        if (failure instanceof NoSpaceException) {
            return noSpace(request, message, room.refused(size(request), message, clock.instant()));
        }
        LOG.atWarn().addKeyValue("url", request.getUrl()).log("the store refuses an object: {}", message);
        return deferred(request, FileReason.SINK_FAILED, message, later);
    }

    private Answered noSpace(ArtifactRequest request, String message, Instant until) {
        return new Answered(Results.deferred(request, FileReason.NO_SPACE, message, 0, until, clock.instant()), null);
    }

    private Answered refused(ArtifactRequest request, String message) {
        return new Answered(Results.failed(request, FileReason.BAD_REQUEST, message, 0, clock.instant()), null);
    }

    private Answered deferred(ArtifactRequest request, FileReason reason, String message, Duration wait) {
        Instant now = clock.instant();
        return new Answered(Results.deferred(request, reason, message, 0, now.plus(wait), now), null);
    }
}
