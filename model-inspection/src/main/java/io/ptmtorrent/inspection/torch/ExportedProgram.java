package io.ptmtorrent.inspection.torch;

import io.ptmtorrent.inspection.bytes.Broken;
import io.ptmtorrent.inspection.judge.Part;
import io.ptmtorrent.inspection.judge.Scope;
import io.ptmtorrent.inspection.text.JsonWalk;
import io.ptmtorrent.inspection.zip.ZipMember;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code torch.export.save} writes, {@code .pt2}: a graph as JSON, weights beside it. Before 2.8 the entries are
 * {@code serialized_exported_program.json} and others at the top, since then {@code <name>/archive_format} says so and graphs
 * lie in {@code <name>/models/}. An operator is called by its name; other functions are looked up like a global.
 */
public final class ExportedProgram {
    private static final String OPERATORS = "torch.ops.";

    private final List<ZipMember> members;
    private final Scope scope;

    private ExportedProgram(List<ZipMember> members, Scope scope) {
        this.members = members;
        this.scope = scope;
    }

    /** Reads a zip if it is such a program. Gives null where it is another one, and nothing was read. */
    public static @Nullable String read(List<ZipMember> members, Scope scope) throws IOException {
        boolean match = members.stream()
                .map(ZipMember::name)
                .anyMatch(it -> it.equals("serialized_exported_program.json") || it.endsWith("/archive_format"));
        if (!match) {
            return null;
        }
        new ExportedProgram(members, scope).read();
        return "torch-export";
    }

    private void read() throws IOException {
        for (ZipMember member : members) {
            String name = member.name();
            if (isGraph(name)) {
                graph(member, scope.named(name));
            } else if (name.contains("/data/weights/weight_") || name.contains("/data/constants/tensor_")) {
                scope.inspect(name, member.content(), Part.Certainty.DATA);
            } else if (!member.isFolder() && !isPlain(name, member)) {
                scope.inspect(name, member.content(), Part.Certainty.OPENED);
            }
        }
    }

    private static boolean isGraph(String name) {
        return name.equals("serialized_exported_program.json") || (name.contains("/models/") && name.endsWith(".json"));
    }

    /** Words that torch itself compares. */
    private static boolean isPlain(String name, ZipMember member) {
        String last = name.substring(name.lastIndexOf('/') + 1);
        return member.content().size() <= 64
                && List.of("version", "archive_format", "archive_version", "byteorder", "serialization_id")
                        .contains(last);
    }

    private static void graph(ZipMember member, Scope scope) throws IOException {
        try {
            JsonWalk.over(member.content().input(), scope, new JsonWalk.Visitor() {
                @Override
                public void value(String key, String value, boolean text) {
                    if (key.equals("target") && text) {
                        target(value, scope);
                    } else if (key.equals("torch_version")) {
                        scope.fact("torch-version", value);
                    }
                }
            });
        } catch (Broken e) {
            scope.broken(e);
        }
    }

    /** What torch's reader makes of a node's target: an operator, or what it finds by going from module to module. */
    private static void target(String target, Scope scope) {
        if (target.startsWith(OPERATORS)) {
            String[] names = target.substring(OPERATORS.length()).split("\\.", 3);
            scope.operator("torch", names[0] + "::" + (names.length > 1 ? names[1] : ""), 0);
        } else if (target.matches("(torch|_operator|operator|math|builtins)(\\.\\w+)+")) {
            int dot = target.lastIndexOf('.');
            scope.global(target.substring(0, dot), target.substring(dot + 1), true, 0);
        }
    }
}
