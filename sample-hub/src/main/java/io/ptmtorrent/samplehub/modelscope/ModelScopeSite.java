package io.ptmtorrent.samplehub.modelscope;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ptmtorrent.samplehub.loopback.Answer;
import io.ptmtorrent.samplehub.loopback.FileAnswer;
import io.ptmtorrent.samplehub.loopback.WireRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The hub's hosts: the listing, a model, its repository, its files, and where large ones lie. Safe for all threads.
 *
 * <p>A query shows its first 3,000 models. A gated model's files and those behind a name that the hub does not know answer
 * 404, as an error in JSON.
 */
public final class ModelScopeSite {
    private static final String OPEN = "/openapi/v1/models";
    private static final Pattern REPOSITORY = Pattern.compile("/api/v1/models/([^/]+/[^/]+?)(/repo(?:/files)?)?");
    private static final int NOT_FOUND = 404;
    private static final int NO_SUCH_FILE = 1_010_200_001;

    private final List<SampleScopeModel> models;
    private final String bytesAt;
    private final Set<String> unlisted = ConcurrentHashMap.newKeySet();
    private final Set<String> gone = ConcurrentHashMap.newKeySet();
    private final Set<String> withoutBranch = ConcurrentHashMap.newKeySet();
    private final Map<String, Answer> instead = new ConcurrentHashMap<>();
    private final AtomicLong moreDownloads = new AtomicLong();
    private volatile int mostShown = 3_000;
    private volatile int mostOnPage = 50;
    private volatile boolean unsorted;

    ModelScopeSite(List<SampleScopeModel> models, String bytesAt) {
        this.models = models;
        this.bytesAt = bytesAt;
    }

    /** Sets how many models it shows of a query. */
    public void mostShown(int most) {
        mostShown = most;
    }

    /** Sets how many models a page has at most, whatever is asked for. */
    public void mostOnPage(int most) {
        mostOnPage = most;
    }

    /** Has the listing not know a model that is there: it is a search index. */
    public void unlisted(String id) {
        unlisted.add(id);
    }

    /** Takes a model away. */
    public void gone(String id) {
        gone.add(id);
    }

    /** Takes the branch of a model away. */
    public void withoutBranch(String id) {
        withoutBranch.add(id);
    }

    /** Has the listing come in the order in which the models were made, whatever is asked for. */
    public void unsorted() {
        unsorted = true;
    }

    /** Answers what is asked at a path, without its query, in another way. */
    public void instead(String path, Answer answer) {
        instead.put(path, answer);
    }

    /** Has every model downloaded more. */
    public void addDownloads(long more) {
        moreDownloads.addAndGet(more);
    }

    /** Answers a request to the hub's own host; its target is without the host. */
    public Answer answer(WireRequest request) {
        String target = request.target();
        int mark = target.indexOf('?');
        String path = decoded(mark < 0 ? target : target.substring(0, mark));
        Map<String, String> query = query(mark < 0 ? "" : target.substring(mark + 1));
        Answer other = instead.get(path);
        if (other != null) {
            return other;
        }
        if (path.equals(OPEN)) {
            return list(query);
        }
        if (path.startsWith(OPEN + "/")) {
            String id = path.substring(OPEN.length() + 1);
            SampleScopeModel model = unlisted.contains(id) ? null : model(id);
            return model == null
                    ? missing()
                    : json(200, ScopeDocuments.open(ScopeDocuments.alone(model, moreDownloads.get())));
        }
        Matcher repository = REPOSITORY.matcher(path);
        SampleScopeModel model = repository.matches() ? model(repository.group(1)) : null;
        return model == null ? missing() : repository(model, repository.group(2), query, request);
    }

    /** Answers a request to the host of large files. */
    public Answer bytes(WireRequest request) {
        String digest = request.target().substring(1);
        return models.stream()
                .flatMap(model -> model.files().stream())
                .filter(file -> SampleScopeFile.hex("SHA-256", file.bytes()).equals(digest))
                .findFirst()
                .map(file -> FileAnswer.of(file.bytes(), "\"" + digest.substring(0, 32) + "\"", request.headers()))
                .orElseGet(() -> Answer.text(NOT_FOUND, "NoSuchKey"));
    }

    private Answer list(Map<String, String> query) {
        List<SampleScopeModel> found = models.stream()
                .filter(model -> !gone.contains(model.id()) && !unlisted.contains(model.id()))
                .filter(model -> matches(model, query))
                .sorted(
                        unsorted
                                ? Comparator.comparing(SampleScopeModel::createdAt)
                                : Comparator.comparing(SampleScopeModel::modifiedAt)
                                        .reversed())
                .toList();
        int page = Integer.parseInt(query.getOrDefault("page_number", "1"));
        int size = Integer.parseInt(query.getOrDefault("page_size", "10"));
        if (page * size > mostShown) {
            return json(400, ScopeDocuments.legacy(400, "page_number * page_size", null));
        }
        ObjectNode data = ScopeDocuments.JSON.createObjectNode();
        ArrayNode rows = data.putArray("models");
        int given = Math.min(size, mostOnPage);
        found.stream()
                .skip((page - 1L) * given)
                .limit(given)
                .forEach(model -> rows.add(ScopeDocuments.row(model, moreDownloads.get())));
        data.put("total_count", found.size()).put("page_number", page).put("page_size", given);
        return json(200, ScopeDocuments.open(data));
    }

    private static boolean matches(SampleScopeModel model, Map<String, String> query) {
        String task = query.get("filter.task");
        String owner = query.get("owner");
        return (task == null || model.tasks().contains(task))
                && (owner == null || model.id().startsWith(owner + "/"));
    }

    private Answer repository(
            SampleScopeModel model, @Nullable String what, Map<String, String> query, WireRequest request) {
        if (what == null) {
            ObjectNode data = ScopeDocuments.JSON.createObjectNode().put("Id", model.number());
            return json(200, ScopeDocuments.legacy(200, "success", data));
        }
        boolean known = "master".equals(query.get("Revision")) && !withoutBranch.contains(model.id());
        if (what.equals("/repo/files")) {
            return json(200, ScopeDocuments.legacy(200, "success", ScopeDocuments.files(model, known)));
        }
        return model.files().stream()
                .filter(file -> file.path().equals(query.get("FilePath")))
                .filter(file -> file.commit().equals(query.get("Revision")) && model.kind() != ScopeKind.GATED)
                .findFirst()
                .map(file -> file(file, request))
                .orElseGet(ModelScopeSite::missing);
    }

    private Answer file(SampleScopeFile file, WireRequest request) {
        String digest = SampleScopeFile.hex("SHA-256", file.bytes());
        return file.lfs()
                ? Answer.redirect(302, bytesAt + "/" + digest)
                : FileAnswer.of(file.bytes(), "\"" + digest.substring(0, 32) + "\"", request.headers());
    }

    private @Nullable SampleScopeModel model(String id) {
        return models.stream()
                .filter(model -> model.id().equals(id) && !gone.contains(id))
                .findFirst()
                .orElse(null);
    }

    private static Answer missing() {
        return json(NOT_FOUND, ScopeDocuments.legacy(NO_SUCH_FILE, "not found", null));
    }

    private static Answer json(int status, ObjectNode node) {
        return Answer.json(status, node.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, String> query(String text) {
        Map<String, String> query = new HashMap<>();
        for (String parameter : text.split("&", -1)) {
            int equals = parameter.indexOf('=');
            if (equals > 0) {
                query.put(parameter.substring(0, equals), decoded(parameter.substring(equals + 1)));
            }
        }
        return query;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
