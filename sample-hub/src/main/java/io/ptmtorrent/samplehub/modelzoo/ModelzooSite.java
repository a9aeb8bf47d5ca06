package io.ptmtorrent.samplehub.modelzoo;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ptmtorrent.samplehub.loopback.Answer;
import io.ptmtorrent.samplehub.loopback.WireRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The site's host: {@code /robots.txt}, {@code /api/models/<offset>/}, {@code /api/models/<slug>/}; anything else is its
 * one page, in HTML. A slug that is all digits would be an offset. Safe for all threads.
 */
public final class ModelzooSite {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern LIST = Pattern.compile("/api/models/(\\d{1,6})/");
    private static final Pattern MODEL = Pattern.compile("/api/models/([^/?]{1,200})/");
    private static final Answer PAGE = Answer.of(
            200,
            "text/html; charset=utf-8",
            "<!doctype html><html><body><div id=\"root\"></div></body></html>".getBytes(StandardCharsets.UTF_8));
    private static final int USUAL_PAGE = 50;

    private final List<ModelzooPlan> plans;
    private final Set<String> failing = ConcurrentHashMap.newKeySet();
    private volatile int pageSize = USUAL_PAGE;
    private volatile Ending ending = Ending.EMPTY;
    private volatile Answer robots = Answer.text(200, "User-agent: *\nDisallow: /admin/\n");
    private volatile boolean html;
    private final AtomicLong moreStars = new AtomicLong();

    /** What the site says when asked for a page behind its last one. */
    public enum Ending {
        /** A page without models. */
        EMPTY,
        /** The last page again. */
        LAST_AGAIN,
        /** All models: it does not look at the offset. */
        ALL_AGAIN,
        /** 404. */
        NOT_FOUND
    }

    ModelzooSite(List<ModelzooPlan> plans) {
        this.plans = plans;
    }

    /** Sets how many models a page has. */
    public void pageSize(int models) {
        pageSize = models;
    }

    /** Sets what comes behind the last page. */
    public void ending(Ending what) {
        ending = what;
    }

    /** Sets the answer to {@code /robots.txt}. */
    public void robots(int status, String text) {
        robots = Answer.text(status, text);
    }

    /** Has the site answer everything with its one page. */
    public void html(boolean only) {
        html = only;
    }

    /** Has the document of a model answer 500, or not any more. */
    public void failing(String slug, boolean fails) {
        if (fails) {
            failing.add(slug);
        } else {
            failing.remove(slug);
        }
    }

    /** Has every model liked more. */
    public void addStars(long more) {
        moreStars.addAndGet(more);
    }

    /** Answers a request; its target is without the host. */
    public Answer answer(WireRequest request) {
        String target = request.target();
        if (html) {
            return PAGE;
        }
        if (target.equals("/robots.txt")) {
            return robots;
        }
        boolean ours = "https://modelzoo.co/".equals(request.headers().get("referer"));
        Matcher list = LIST.matcher(target);
        if (ours && list.matches()) {
            return list(Integer.parseInt(list.group(1)));
        }
        Matcher model = MODEL.matcher(target);
        return ours && model.matches() ? model(model.group(1)) : PAGE;
    }

    private Answer list(int offset) {
        int from = ending == Ending.ALL_AGAIN ? 0 : offset;
        int size = ending == Ending.ALL_AGAIN ? plans.size() : pageSize;
        if (from >= plans.size() && ending == Ending.NOT_FOUND) {
            return Answer.json(404, "{\"detail\":\"Not found.\"}".getBytes(StandardCharsets.UTF_8));
        }
        if (from >= plans.size() && ending == Ending.LAST_AGAIN) {
            from = (plans.size() - 1) / size * size;
        }
        ObjectNode page = JSON.createObjectNode();
        ArrayNode models = page.putArray("models");
        int begin = Math.min(from, plans.size());
        plans.subList(begin, Math.min(begin + size, plans.size()))
                .forEach(plan -> models.add(plan.row(moreStars.get())));
        return json(page);
    }

    private Answer model(String slug) {
        ModelzooPlan plan = plans.stream()
                .filter(one -> one.slug().equals(slug))
                .findFirst()
                .orElse(null);
        if (failing.contains(slug)) {
            return Answer.text(500, "Server Error (500)");
        }
        if (plan == null || plan.kind() == ModelzooKind.NO_DETAIL) {
            return Answer.json(404, "{\"detail\":\"Not found.\"}".getBytes(StandardCharsets.UTF_8));
        }
        return plan.kind() == ModelzooKind.HTML_DETAIL ? PAGE : json(plan.detail(moreStars.get()));
    }

    private static Answer json(ObjectNode node) {
        return Answer.json(200, node.toString().getBytes(StandardCharsets.UTF_8));
    }
}
