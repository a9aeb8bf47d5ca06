package io.ptmtorrent.local.plan;

import io.ptmtorrent.crawler.hub.huggingface.HuggingFace;
import io.ptmtorrent.crawler.hub.modelhub.Modelhub;
import io.ptmtorrent.crawler.hub.modelscope.ModelScope;
import io.ptmtorrent.crawler.hub.modelzoo.Modelzoo;
import io.ptmtorrent.crawler.hub.onnx.OnnxModelZoo;
import io.ptmtorrent.crawler.hub.pytorch.PyTorchHub;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What crawling one hub costs; how each class asks is told in docs/hubs.md. Pure.
 *
 * @param full the whole listing
 * @param unchanged an increment where nothing changed
 * @param changed an increment after one model in a hundred changed
 * @param details beside a listing: the files' names, sizes and digests of every model; the files themselves are not in it
 * @param trouble why the hub could not be asked, for people; null where it was, or need not be
 */
public record HubPlan(
        String hub,
        long models,
        String basis,
        RunCost full,
        RunCost unchanged,
        RunCost changed,
        RunCost details,
        @Nullable String trouble) {
    private static final int HUGGING_FACE_PAGE = 1_000;
    private static final int MODELZOO_PAGE = 25;
    private static final int MODELSCOPE_PAGE = 50;
    private static final int MODELSCOPE_TASKS = 220;

    static HubPlan of(String hub, HubSize size, @Nullable String trouble) {
        return switch (hub) {
            case HuggingFace.NAME -> huggingFace(size, trouble);
            case OnnxModelZoo.NAME -> onnx(size, trouble);
            case PyTorchHub.NAME -> pyTorch(size, trouble);
            case Modelhub.NAME -> modelhub(size, trouble);
            case Modelzoo.NAME -> modelzoo(size, trouble);
            case ModelScope.NAME -> modelScope(size, trouble);
            default -> throw new IllegalArgumentException("hub: '" + hub + "' has no plan");
        };
    }

    private static HubPlan huggingFace(HubSize size, @Nullable String trouble) {
        long n = size.models();
        long hundredth = Math.ceilDiv(n, 100);
        return new HubPlan(
                HuggingFace.NAME,
                n,
                size.basis(),
                RunCost.of(Counter.HUGGING_FACE, Math.ceilDiv(n, HUGGING_FACE_PAGE), n * HubFigures.ROW_BYTES),
                RunCost.of(Counter.HUGGING_FACE, 1, HUGGING_FACE_PAGE * HubFigures.ROW_BYTES),
                // The page on which rows begin to be old is the last.
                RunCost.of(
                        Counter.HUGGING_FACE,
                        hundredth / HUGGING_FACE_PAGE + 1,
                        (hundredth / HUGGING_FACE_PAGE + 1) * HUGGING_FACE_PAGE * HubFigures.ROW_BYTES),
                RunCost.of(Counter.HUGGING_FACE, n, n * HubFigures.TREE_BYTES),
                trouble);
    }

    /** Two requests for the commit, one archive; the mirror is asked for its listing and each repository's tree. */
    private static HubPlan onnx(HubSize size, @Nullable String trouble) {
        RunCost whole = RunCost.of(Counter.NOBODY, 3, HubFigures.ONNX_ARCHIVE_BYTES);
        long mirror = Math.ceilDiv(size.sources(), HUGGING_FACE_PAGE) + size.sources();
        return new HubPlan(
                OnnxModelZoo.NAME,
                size.models(),
                size.basis(),
                whole,
                RunCost.of(Counter.NOBODY, 2, null),
                whole,
                RunCost.of(
                        Counter.HUGGING_FACE, mirror, size.sources() * (HubFigures.ROW_BYTES + HubFigures.TREE_BYTES)),
                trouble);
    }

    /** Two requests for the commit, one archive, and two for each repository and ref; their archives where files are wanted. */
    private static HubPlan pyTorch(HubSize size, @Nullable String trouble) {
        RunCost whole = RunCost.of(Counter.NOBODY, 3 + 2 * size.sources(), null);
        return new HubPlan(
                PyTorchHub.NAME,
                size.models(),
                size.basis(),
                whole,
                RunCost.of(Counter.NOBODY, 2, null),
                whole,
                RunCost.of(Counter.NOBODY, 2 * size.sources(), null),
                trouble);
    }

    /** The registry; a model's commit and two files of it; five requests more where its files are wanted. */
    private static HubPlan modelhub(HubSize size, @Nullable String trouble) {
        RunCost whole = RunCost.of(Counter.NOBODY, 1 + 4 * size.models(), null);
        return new HubPlan(
                Modelhub.NAME,
                size.models(),
                size.basis(),
                whole,
                RunCost.of(Counter.NOBODY, 1, null),
                whole,
                RunCost.of(Counter.NOBODY, 5 * size.models(), null),
                trouble);
    }

    /** robots.txt, the list, and for each model its document and its repository's commit; releases are GitHub's API. */
    private static HubPlan modelzoo(HubSize size, @Nullable String trouble) {
        long n = size.models();
        RunCost whole = RunCost.of(Counter.NOBODY, 2 + Math.ceilDiv(n, MODELZOO_PAGE) + 3 * n, null);
        return new HubPlan(
                Modelzoo.NAME,
                n,
                size.basis(),
                whole,
                RunCost.of(Counter.NOBODY, 2, null),
                whole,
                new RunCost(Map.of(Counter.NOBODY, 5 * n, Counter.GITHUB_API, n), null),
                trouble);
    }

    /** Pages of what a query shows; where the hub has more, each task's too. A model and its files are two requests. */
    private static HubPlan modelScope(HubSize size, @Nullable String trouble) {
        long n = size.models();
        long shown = Math.ceilDiv(HubFigures.MODELSCOPE_SHOWN, MODELSCOPE_PAGE);
        long pages = Math.ceilDiv(n, MODELSCOPE_PAGE);
        long full = pages <= shown ? pages : shown + Math.min(pages + MODELSCOPE_TASKS, MODELSCOPE_TASKS * shown);
        return new HubPlan(
                ModelScope.NAME,
                n,
                size.basis(),
                RunCost.of(Counter.NOBODY, full, null),
                RunCost.of(Counter.NOBODY, 1, null),
                RunCost.of(Counter.NOBODY, Math.min(shown, Math.ceilDiv(n, 100) / MODELSCOPE_PAGE + 1), null),
                RunCost.of(Counter.NOBODY, 2 * n, null),
                trouble);
    }
}
