package io.ptmtorrent.sink.fetch;

import io.ptmtorrent.avro.Verification;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Compares a file with the digits in its name: torch.hub's convention is {@code name-<8 or more digits of SHA-256>.ext}
 * (torch.hub, {@code load_state_dict_from_url}).
 *
 * <p>Digits that do not fit prove nothing: a name may hold a date, or another digest.
 */
final class NameProof implements Proof {
    private static final Pattern NAME = Pattern.compile(".*-([0-9a-f]{8,64})\\.[A-Za-z0-9.]{1,20}");

    private final @Nullable String prefix;

    NameProof(HttpUrl url) {
        Matcher name = NAME.matcher(url.pathSegments().getLast());
        this.prefix = name.matches() ? name.group(1) : null;
    }

    @Override
    public void look(Intake bytes) {}

    @Override
    public Verification of(Digests.Computed got) {
        return prefix != null && got.sha256().startsWith(prefix) ? Verification.SHA256_PREFIX : Verification.NONE;
    }
}
