package io.ptmtorrent.inspection.keras;

import io.ptmtorrent.inspection.judge.Part;
import io.ptmtorrent.inspection.judge.Scope;
import io.ptmtorrent.inspection.zip.ZipMember;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What Keras 3 writes as {@code .keras}: settings, words about them, weights as HDF5, perhaps other files. */
public final class KerasZip {
    private KerasZip() {}

    /** Reads a zip if it is of Keras. Gives null where it is another one, and nothing was read. */
    public static @Nullable String read(List<ZipMember> members, Scope scope) throws IOException {
        boolean config = has("config.json", members);
        if (!config || !(has("metadata.json", members) || has("model.weights.h5", members))) {
            return null;
        }
        for (ZipMember member : members) {
            String name = member.name();
            if (name.equals("config.json") || name.equals("metadata.json")) {
                KerasConfig.judge(member.content().input(), scope.named(name));
            } else if (!member.isFolder()) {
                scope.inspect(name, member.content(), Part.Certainty.OPENED);
            }
        }
        return "keras-zip";
    }

    private static boolean has(String name, List<ZipMember> members) {
        return members.stream().anyMatch(it -> it.name().equals(name));
    }
}
