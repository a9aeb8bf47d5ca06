package io.ptmtorrent.normalizer.ledger;

import io.ptmtorrent.avro.Answer;
import io.ptmtorrent.avro.FileReason;
import io.ptmtorrent.avro.FileState;
import io.ptmtorrent.avro.Verification;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Tells those who wait for a row what became of it, a bounded number in one go. For the task's thread. */
final class Answers {
    private final Waiters waiters;
    private final Exits exits;
    private final int step;

    Answers(Waiters waiters, Exits exits, int step) {
        this.waiters = waiters;
        this.exits = exits;
        this.step = step;
    }

    /** The row's word to one that came when it was known. */
    void tell(String key, LedgerRow row, Waiter waiter) {
        tell(key, row, waiter, FileState.DEDUPLICATED);
    }

    /** A want that no row can hold. */
    void refuse(String key, Waiter waiter, String message) {
        send(waiter, unanswered(key, waiter, FileState.UNAVAILABLE, FileReason.BAD_REQUEST, message));
    }

    /** Nobody may have these bytes. */
    void forgotten(String key, Waiter waiter) {
        send(waiter, unanswered(key, waiter, FileState.UNAVAILABLE, FileReason.FORGOTTEN, LedgerRow.FORGOTTEN));
    }

    /** Somebody found the manifest missing or wrong that a model was told of: its task knows what it said. */
    void manifestLost(String key) {
        Waiter waiter = RequestKey.waiterFor(key);
        if (waiter != null) {
            String message = "the manifest is missing or wrong in the store";
            send(waiter, unanswered(key, waiter, FileState.UNAVAILABLE, FileReason.NOT_FOUND, message));
        }
    }

    /**
     * Tells some of those who wait for a settled row.
     *
     * @param first what the first of them is told where the bytes are there: STORED if they were fetched for it
     * @return the row without those who were told
     */
    LedgerRow tellSome(String key, LedgerRow row, FileState first) {
        Waiting left = row.waiting();
        FileState state = first;
        if (left.first() != null) {
            tell(key, row, left.first(), state);
            left = left.withoutFirst();
            state = FileState.DEDUPLICATED;
        }
        if (left.others() > 0) {
            List<Waiter> taken = waiters.take(key, step);
            for (Waiter waiter : taken) {
                tell(key, row, waiter, state);
                state = FileState.DEDUPLICATED;
            }
            left = left.plusOthers(-taken.size());
        }
        return row.with(left);
    }

    private void tell(String key, LedgerRow row, Waiter waiter, FileState state) {
        if (row.state() == LedgerRow.State.STORED) {
            send(waiter, there(key, waiter, Objects.requireNonNull(row.stored()), state));
        } else {
            Sources.Verdict verdict = row.sources().verdict();
            send(waiter, unanswered(key, waiter, verdict.state(), verdict.reason(), verdict.message()));
        }
    }

    private void send(Waiter waiter, Answer answer) {
        exits.answer(waiter.model(), answer);
    }

    private static Answer there(String key, Waiter waiter, Stored stored, FileState state) {
        return answer(key, waiter, state)
                .setSha256(stored.sha256())
                .setSize(stored.size())
                .setObjectKey(stored.objectKey())
                .setVerification(stored.verification())
                .build();
    }

    private static Answer unanswered(
            String key, Waiter waiter, FileState state, FileReason reason, @Nullable String message) {
        return answer(key, waiter, state)
                .setVerification(Verification.NONE)
                .setReason(reason)
                .setMessage(message)
                .build();
    }

    private static Answer.Builder answer(String key, Waiter waiter, FileState state) {
        return Answer.newBuilder()
                .setRequestKey(key)
                .setRevision(waiter.revision())
                .setPolicyVersion(waiter.policyVersion())
                .setState(state);
    }
}
