package io.ptmtorrent.samplehub;

import io.ptmtorrent.samplehub.loopback.Answer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.LongConsumer;

/** Plays the {@link Faults}: counts how often each has struck, and spoils the answer. Safe for all threads. */
final class FaultScript {
    private static final int[] SERVER_ERRORS = {503, 500, 502, 504};

    private final List<Fault> faults;
    private final AtomicIntegerArray struck;
    private final LongConsumer sleepMillis;

    FaultScript(Faults faults, LongConsumer sleepMillis) {
        this.faults = faults.list();
        this.struck = new AtomicIntegerArray(this.faults.size());
        this.sleepMillis = sleepMillis;
    }

    boolean empty() {
        return faults.isEmpty();
    }

    /**
     * Those that strike here now; each counts as having struck.
     *
     * @param number page of the listing, or the model's number
     * @param part page of the tree or place of the file
     */
    List<Strike> strike(FaultKind.Spot spot, int number, int part) {
        List<Strike> now = new ArrayList<>();
        for (int i = 0; i < faults.size(); i++) {
            Fault fault = faults.get(i);
            boolean fits = fault.fits(spot, number, part);
            int before = fits ? struck.getAndAccumulate(i, 1, FaultScript::count) : fault.times();
            if (before < fault.times()) {
                now.add(new Strike(fault, before));
            }
        }
        return now;
    }

    /**
     * The answer as it is sent; what needs more than the answer is dealt with where that is made.
     *
     * @param target path and query that were asked
     */
    Answer spoil(Answer answer, List<Strike> strikes, String target) {
        Answer spoilt = answer;
        for (Strike strike : strikes) {
            spoilt = spoil(spoilt, strike, target);
        }
        return spoilt;
    }

    private Answer spoil(Answer answer, Strike strike, String target) {
        Fault fault = strike.fault();
        byte[] body = answer.body();
        return switch (fault.kind()) {
            case HTML_PAGE -> html();
            case NOT_JSON ->
                Answer.json(200, "upstream connect error or disconnect".getBytes(StandardCharsets.US_ASCII));
            case TRUNCATED_PAGE -> answer.withBody(Arrays.copyOf(body, body.length * 2 / 3));
            case CUT -> answer.cutAt(body.length / 2);
            case SLOW -> slow(answer, fault);
            case TOO_MANY -> tooMany(fault);
            case TOO_MANY_BARE -> Answer.text(429, "Too Many Requests").asBare();
            case SERVER_ERROR -> Answer.text(SERVER_ERRORS[strike.before() % SERVER_ERRORS.length], "upstream trouble");
            case REDIRECT_AWAY -> Answer.redirect(307, fault.argument());
            case REDIRECT_LOOP -> Answer.redirect(307, target);
            case NO_REVISION -> ModelEndpoint.unknownRevision("of this model, by a fault");
            case LFS_POINTER -> Answer.of(200, "text/plain", Digests.lfsPointer(Digests.sha256(body), body.length));
            case WRONG_BYTES -> answer.withBody(flipped(body));
            case EXPIRED -> Answer.text(403, "Request has expired");
            case REPEAT_CURSOR, BAD_ROW, BAD_TOKEN_ROW, IDLESS_ROW, BROKEN_ROW, BIG_ROW, MANY_FILES, HEAVY_FILE ->
                answer;
        };
    }

    static boolean repeatsCursor(List<Strike> strikes) {
        return strikes.stream().anyMatch(strike -> strike.fault().kind() == FaultKind.REPEAT_CURSOR);
    }

    private static Answer html() {
        String text = "<!DOCTYPE html><html><head><title>Just a moment</title></head><body>Checking.</body></html>";
        return Answer.of(200, "text/html; charset=utf-8", text.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] flipped(byte[] body) {
        byte[] other = body.clone();
        if (other.length > 0) {
            other[other.length / 2] ^= 1;
        }
        return other;
    }

    private Answer slow(Answer answer, Fault fault) {
        sleepMillis.accept(fault.number(2_000));
        return answer;
    }

    private static Answer tooMany(Fault fault) {
        int seconds = fault.number(1);
        String bucket = fault.target() == FaultTarget.FILE ? "resolvers" : "api";
        return ErrorAnswer.of(429, "", "We had to rate limit you")
                .with("ratelimit", "\"" + bucket + "\";r=0;t=" + seconds)
                .with("retry-after", Integer.toString(seconds));
    }

    private static int count(int struck, int one) {
        return struck == Fault.ALWAYS ? struck : struck + one;
    }

    /**
     * A fault that strikes now.
     *
     * @param before how often it has struck before
     */
    record Strike(Fault fault, int before) {}
}
