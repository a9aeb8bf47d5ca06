package io.ptmtorrent.normalizer;

import io.ptmtorrent.avro.DetailReason;
import io.ptmtorrent.avro.Model;
import io.ptmtorrent.avro.Policy;
import io.ptmtorrent.contract.ModelKey;
import io.ptmtorrent.normalizer.details.DetailPages;
import io.ptmtorrent.normalizer.models.ModelRow;
import io.ptmtorrent.normalizer.packages.Packages;
import io.ptmtorrent.normalizer.policy.Policies;
import io.ptmtorrent.normalizer.policy.Rules;
import io.ptmtorrent.normalizer.waits.DetailRequests;
import io.ptmtorrent.normalizer.waits.Wait;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Follows each model to the package that the policy wants of it.
 *
 * <pre>
 * new revision, new policy ─► details held? ─ yes ─► package
 *                                 │ no                  ▲
 *                                 └─► wait ── details ──┤
 *                                       └──── refused ──┘ without details
 * </pre>
 *
 * What ends a wait opens the package in the same call: whoever looks whether anything is open sees no gap. For the
 * task's thread.
 */
final class Pursuit {
    private final Policies policies;
    private final DetailRequests requests;
    private final DetailPages pages;
    private final Packages packages;
    private final ModelReader models;
    private final LongSupplier clock;

    /** @param clock milliseconds since the epoch */
    Pursuit(
            Policies policies,
            DetailRequests requests,
            DetailPages pages,
            Packages packages,
            ModelReader models,
            LongSupplier clock) {
        this.policies = policies;
        this.requests = requests;
        this.pages = pages;
        this.packages = packages;
        this.models = models;
        this.clock = clock;
    }

    /** A model is there that was never seen. */
    void appeared(String key, ModelRow row) {
        if (wants(key, row)) {
            ask(key, row, DetailReason.CHANGED);
        }
    }

    /** A model has another revision now, or is back. */
    void revised(String key, ModelRow row) {
        pages.drop(key);
        packages.supersede(key);
        if (wants(key, row)) {
            ask(key, row, DetailReason.CHANGED);
        } else {
            endForDetails(key);
        }
    }

    /** A model needs no agreement any more. */
    void ungated(String key) {
        if (policies.wantFiles()) {
            packages.ungated(key);
        }
    }

    /**
     * A model's downloads are counted anew: one that has as many now as the policy asks for is wanted from now on.
     *
     * <p>Fewer take nothing away before the next revision or policy: a count that swings would fetch and drop for ever.
     */
    void counted(String key, ModelRow before, ModelRow row) {
        Rules rules = policies.rulesOf(ModelKey.parse(key).hub());
        if (rules.minDownloads() > 0 && !rules.allow(downloads(before)) && rules.allow(downloads(row))) {
            visit(key, row);
        }
    }

    /** The details of a model's present revision are held now. */
    void detailed(String key, ModelRow row, Model model) {
        endForDetails(key);
        Policy policy = policies.current();
        boolean stands = packages.stands(key, model.getRevision(), policy.getVersion());
        if (stands) {
            // Its wants have the names of those that come: they must be withdrawn before, not after.
            packages.supersede(key);
        }
        if (stands || wants(key, row)) {
            packages.open(key, model, policy, clock.getAsLong());
        }
    }

    /** The details of a model's present revision will never be known: ends the wait for them, where there is one. */
    void withoutDetails(String key, ModelRow row, @Nullable String reason) {
        endForDetails(key);
        if (wants(key, row)) {
            packages.withoutDetails(
                    key,
                    row.identity().id(),
                    row.identity().revision(),
                    policies.current().getVersion(),
                    DeadLetters.bounded(reason == null ? "no reason given" : reason),
                    clock.getAsLong());
        }
    }

    /** A model is gone. */
    void gone(String key) {
        pages.drop(key);
        packages.gone(key);
    }

    /** Brings a model under the present policy; gives what that cost. */
    int visit(String key, ModelRow row) {
        Policy policy = policies.current();
        if (row.isGone()) {
            return 1;
        }
        if (policies.wantFiles() && packages.stands(key, row.identity().revision(), policy.getVersion())) {
            return 1;
        }
        if (!wants(key, row)) {
            packages.supersede(key);
            endForDetails(key);
            return 1;
        }
        if (row.isDetailed()) {
            return 1 + packages.open(key, models.decode(row), policy, clock.getAsLong());
        }
        packages.supersede(key);
        Wait wait = requests.waiting(key);
        if (wait == null
                || !wait.isForDetails()
                || !Objects.equals(wait.revision(), row.identity().revision())) {
            ask(key, row, DetailReason.WANTED);
        }
        return 1;
    }

    /** After a complete run: what was not to be had may have another source now. Gives what that cost. */
    int afterRun(String key, ModelRow row) {
        boolean lacking =
                policies.wantFiles() && packages.anyLacking(ModelKey.parse(key).hub());
        return lacking ? 1 + packages.retry(key) : 1;
    }

    /** Whether the policy wants anything of a model, whatever its files are. */
    private boolean wants(String key, ModelRow row) {
        if (!policies.wantFiles()) {
            return false;
        }
        Rules rules = policies.rulesOf(ModelKey.parse(key).hub());
        return rules.wantFiles()
                && rules.allow(downloads(row))
                && (!rules.askForLicense() || rules.allow(models.decode(row)));
    }

    private static @Nullable Long downloads(ModelRow row) {
        return row.sighting().popularity().downloads();
    }

    private void ask(String key, ModelRow row, DetailReason why) {
        String revision = row.identity().revision();
        if (revision == null) {
            withoutDetails(key, row, "the hub names no revision");
            return;
        }
        long now = clock.getAsLong();
        requests.want(key, row, Wait.queued(why, revision, row.sighting().runId(), now), now);
    }

    private void endForDetails(String key) {
        Wait wait = requests.waiting(key);
        if (wait != null && wait.isForDetails()) {
            requests.end(key);
        }
    }
}
