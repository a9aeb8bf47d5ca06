package io.ptmtorrent.inspection.torch;

import io.ptmtorrent.inspection.bytes.Bytes;
import io.ptmtorrent.inspection.judge.Rule;
import io.ptmtorrent.inspection.judge.Scope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A source of TorchScript, which is an own language: the operators that it calls, those of its libraries among them. */
final class ScriptSource {
    private static final int LONGEST = 4 << 20;
    private static final Pattern CALL = Pattern.compile("(?<![\\w.])(?:torch\\.(\\w+)|ops\\.(\\w+)\\.(\\w+))\\s*\\(");

    private ScriptSource() {}

    static void read(Bytes source, Scope scope) throws IOException {
        if (source.size() > LONGEST) {
            scope.find(Rule.LIMIT, LONGEST, "only the first " + LONGEST + " bytes of the program were read");
        }
        Matcher call = CALL.matcher(new String(source.copy(0, LONGEST), StandardCharsets.UTF_8));
        while (call.find()) {
            String own = call.group(1);
            scope.operator("torch", own == null ? call.group(2) + "::" + call.group(3) : "aten::" + own, call.start());
        }
    }
}
