package io.ptmtorrent.inspection.skops;

import io.ptmtorrent.inspection.bytes.Broken;
import io.ptmtorrent.inspection.judge.Part;
import io.ptmtorrent.inspection.judge.Scope;
import io.ptmtorrent.inspection.text.JsonWalk;
import io.ptmtorrent.inspection.zip.ZipMember;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model of skops (0.2 to 0.11): {@code schema.json} names the type of every object, the arrays lie beside it. Each type is
 * judged as one that a pickle calls.
 */
public final class SkopsZip {
    private static final String SCHEMA = "schema.json";

    private SkopsZip() {}

    /** Reads a zip if it is of skops. Gives null where it is another one, and nothing was read. */
    public static @Nullable String read(List<ZipMember> members, Scope scope) throws IOException {
        if (members.stream().noneMatch(it -> it.name().equals(SCHEMA))) {
            return null;
        }
        for (ZipMember member : members) {
            if (member.name().equals(SCHEMA)) {
                schema(member, scope.named(SCHEMA));
            } else if (!member.isFolder()) {
                scope.inspect(member.name(), member.content(), Part.Certainty.OPENED);
            }
        }
        return "skops";
    }

    private static void schema(ZipMember member, Scope scope) throws IOException {
        try {
            JsonWalk.over(member.content().input(), scope, new JsonWalk.Visitor() {
                @Override
                public void object(Map<String, String> texts) {
                    String type = texts.get("__class__");
                    String module = texts.get("__module__");
                    if (type != null && module != null) {
                        scope.global(module, type, true, 0);
                    }
                }

                @Override
                public void value(String key, String value, boolean text) {
                    if (key.equals("_skops_version")) {
                        scope.fact("skops-version", value);
                    }
                }
            });
        } catch (Broken e) {
            scope.broken(e);
        }
    }
}
