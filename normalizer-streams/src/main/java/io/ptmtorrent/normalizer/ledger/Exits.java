package io.ptmtorrent.normalizer.ledger;

import io.ptmtorrent.avro.Answer;
import io.ptmtorrent.avro.Artifact;
import io.ptmtorrent.avro.ArtifactRequest;
import io.ptmtorrent.avro.ArtifactResult;
import io.ptmtorrent.avro.DeadLetterReason;
import io.ptmtorrent.avro.Want;
import org.jspecify.annotations.Nullable;

/** Where what a ledger says goes. Implementations measure every record; called on the task's thread. */
public interface Exits {
    /**
     * Sends a request.
     *
     * @param large true for the lane of large and unknown sizes
     * @return false where it is larger than its topic allows: then nothing was sent
     */
    boolean request(String requestKey, boolean large, ArtifactRequest request);

    /** Answers one waiter. */
    void answer(String modelKey, Answer answer);

    /** Records that an object is there, or is missing. */
    void artifact(String sha256, Artifact artifact);

    /** Tells the row of a digest that another row's bytes have it, or that they are to go. */
    void storedAs(String requestKey, Want want);

    /** Nothing is to be known of an object any more. */
    void noArtifact(String sha256);

    /** Tells a row what became of the object that it knows: missing, about to go, or gone. */
    void toldOf(String requestKey, ArtifactResult result);

    /** The present record cannot be used, or tells of something that cannot. */
    void letter(String requestKey, @Nullable String hub, @Nullable String url, DeadLetterReason reason, String message);
}
