package io.ptmtorrent.samplehub;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.LongConsumer;

/** Plays the {@link Faults}: counts how often each has struck, and spoils the page. Safe for all threads. */
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

    /** Those that strike this page now; each counts as having struck. */
    List<Strike> strike(int page) {
        List<Strike> now = new ArrayList<>();
        for (int i = 0; i < faults.size(); i++) {
            Fault fault = faults.get(i);
            int before = fault.page() == page ? struck.getAndAccumulate(i, 1, FaultScript::count) : fault.times();
            if (before < fault.times()) {
                now.add(new Strike(fault, before));
            }
        }
        return now;
    }

    /** The page as it is sent; row faults and the cursor are dealt with where the page is made. */
    Answer spoil(Answer page, Strike strike) {
        Fault fault = strike.fault();
        return switch (fault.kind()) {
            case HTML_PAGE -> html();
            case NOT_JSON ->
                Answer.json(200, "upstream connect error or disconnect".getBytes(StandardCharsets.US_ASCII));
            case TRUNCATED_PAGE -> page.withBody(java.util.Arrays.copyOf(page.body(), page.body().length * 2 / 3));
            case CUT -> page.cutAt(page.body().length / 2);
            case SLOW -> slow(page, fault);
            case TOO_MANY -> tooMany(fault);
            case TOO_MANY_BARE -> Answer.text(429, "Too Many Requests").asBare();
            case SERVER_ERROR -> Answer.text(SERVER_ERRORS[strike.before() % SERVER_ERRORS.length], "upstream trouble");
            case REDIRECT_AWAY -> Answer.redirect(307, fault.argument());
            case REPEAT_CURSOR, BAD_ROW, BAD_TOKEN_ROW, IDLESS_ROW, BROKEN_ROW, BIG_ROW -> page;
        };
    }

    private static Answer html() {
        String text = "<!DOCTYPE html><html><head><title>Just a moment</title></head><body>Checking.</body></html>";
        return Answer.of(200, "text/html; charset=utf-8", text.getBytes(StandardCharsets.US_ASCII));
    }

    private Answer slow(Answer page, Fault fault) {
        sleepMillis.accept(fault.number(2_000));
        return page;
    }

    private static Answer tooMany(Fault fault) {
        int seconds = fault.number(1);
        return Answer.error(429, "", "We had to rate limit you")
                .with("ratelimit", "\"api\";r=0;t=" + seconds)
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
