package io.ptmtorrent.http;

import java.util.Set;
import okhttp3.Response;

/**
 * Tells answers that mean "later" from other failures.
 *
 * <p>429 always; 403 in GitHub's way, with nothing left or a time; 5xx that names a time.
 */
final class Refusal {
    private static final int LIMITED = 429;
    private static final int FORBIDDEN = 403;
    private static final Set<Integer> BUSY = Set.of(500, 502, 503, 504);

    private Refusal() {}

    static boolean meansLater(Response response) {
        boolean timed = response.header("Retry-After") != null;
        return switch (response.code()) {
            case LIMITED -> true;
            case FORBIDDEN -> timed || "0".equals(response.header("x-ratelimit-remaining"));
            default -> timed && isBusy(response.code());
        };
    }

    static boolean isBusy(int code) {
        return BUSY.contains(code);
    }
}
