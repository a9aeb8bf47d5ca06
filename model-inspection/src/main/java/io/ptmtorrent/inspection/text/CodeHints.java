package io.ptmtorrent.inspection.text;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds in text that should be words what only code says. Pure. */
public final class CodeHints {
    private static final int LONGEST = 1 << 16;
    private static final List<Pattern> HINTS = List.of(
            Pattern.compile("\\b(?:import|from)\\s+(?:os|sys|subprocess|socket|shutil|ctypes|pickle|importlib)\\b"),
            Pattern.compile("\\b(?:eval|exec|compile|__import__)\\s*\\("),
            Pattern.compile("\\b(?:os\\.(?:system|popen|exec\\w*)|subprocess\\.\\w+)\\s*\\("),
            Pattern.compile("__(?:globals|builtins|subclasses|class|mro|base|import|reduce)__"),
            Pattern.compile("(?i)<script[\\s>]|javascript:"),
            Pattern.compile("\\brm\\s+-rf\\s"),
            Pattern.compile("\\b(?:curl|wget)\\s+(?:-\\S+\\s+)*https?://"),
            Pattern.compile("/bin/(?:ba)?sh\\b|\\bpowershell(?:\\.exe)?\\s+-"),
            Pattern.compile("/dev/tcp/"));

    private CodeHints() {}

    /** The first hint; null where there is none. Only the first 64 KiB of a text are searched. */
    public static @Nullable String in(String text) {
        String searched = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
        for (Pattern hint : HINTS) {
            Matcher matcher = hint.matcher(searched);
            if (matcher.find()) {
                return matcher.group();
            }
        }
        return null;
    }
}
