package io.ptmtorrent.embedded.registry;

import java.util.List;
import java.util.Optional;

/** Which version of a subject a request means: a number, or {@code latest}. */
sealed interface VersionChoice {

    record Found(Version version) implements VersionChoice {}

    /** There is none, and the answer that says so. */
    record Missing(Reply reply) implements VersionChoice {}

    static VersionChoice of(List<Version> versions, String subject, String wanted) {
        if (versions.isEmpty()) {
            return new Missing(Reply.noSubject(subject));
        }
        if (wanted.equals("latest") || wanted.equals("-1")) {
            return new Found(versions.getLast());
        }
        Optional<Integer> number = RegistryRequest.positive(wanted);
        if (number.isEmpty()) {
            return new Missing(Reply.invalidVersion(wanted));
        }
        return number.get() <= versions.size()
                ? new Found(versions.get(number.get() - 1))
                : new Missing(Reply.noVersion(wanted));
    }
}
