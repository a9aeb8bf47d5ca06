package io.ptmtorrent.inspection.torch;

import io.ptmtorrent.inspection.bytes.Broken;
import io.ptmtorrent.inspection.judge.Part;
import io.ptmtorrent.inspection.judge.Rule;
import io.ptmtorrent.inspection.judge.Scope;
import io.ptmtorrent.inspection.pickle.Machine;
import io.ptmtorrent.inspection.pickle.Tensors;
import io.ptmtorrent.inspection.pickle.Value;
import io.ptmtorrent.inspection.zip.ZipMember;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code torch.save} (1.6 and later) and {@code torch.jit.save} write: {@code <name>/data.pkl}, the storages as
 * {@code <name>/data/<key>}, and with a program {@code <name>/code/}.
 */
public final class TorchZip {
    private static final String PICKLE = "data.pkl";

    private final List<ZipMember> members;
    private final Scope scope;
    private final String prefix;
    private final boolean script;

    private TorchZip(List<ZipMember> members, Scope scope, String prefix) {
        this.members = members;
        this.scope = scope;
        this.prefix = prefix;
        this.script = members.stream()
                .anyMatch(it ->
                        it.name().startsWith(prefix + "code/") || it.name().equals(prefix + "constants.pkl"));
    }

    /**
     * Reads a zip if it is torch's.
     *
     * @return the format's name; null where it is another one, and nothing was read
     */
    public static @Nullable String read(List<ZipMember> members, Scope scope) throws IOException {
        for (ZipMember member : members) {
            String name = member.name();
            int slash = name.indexOf('/');
            if (name.substring(slash + 1).equals(PICKLE)) {
                return new TorchZip(members, scope, name.substring(0, slash + 1)).read();
            }
        }
        return null;
    }

    private String read() throws IOException {
        Map<String, Long> sizes = new HashMap<>();
        Tensors tensors = new Tensors(scope);
        if (script) {
            tensors.withScript();
            scope.fact("program", "TorchScript");
        }
        for (ZipMember member : members) {
            sizes.put(member.name(), member.content().size());
            member(member, tensors);
        }
        tensors.storages().values().forEach(it -> hold(it, sizes));
        tensors.tell();
        return script ? "torchscript" : "torch-zip";
    }

    private void member(ZipMember member, Tensors tensors) throws IOException {
        String name = member.name();
        if (name.equals(prefix + PICKLE) || (script && isScriptPickle(name))) {
            pickle(member, tensors);
        } else if (name.startsWith(prefix + "data/")) {
            scope.inspect(name, member.content(), Part.Certainty.DATA);
        } else if (script && name.startsWith(prefix + "code/") && name.endsWith(".py")) {
            ScriptSource.read(member.content(), scope.named(name));
        } else if (!member.isFolder() && !isPlain(member)) {
            scope.inspect(name, member.content(), Part.Certainty.OPENED);
        }
    }

    private static boolean isScriptPickle(String name) {
        return name.endsWith("/constants.pkl") || name.endsWith(".debug_pkl") || name.equals("constants.pkl");
    }

    /** The small files that torch itself reads as text. */
    private boolean isPlain(ZipMember member) {
        String name =
                member.name().substring(Math.min(prefix.length(), member.name().length()));
        boolean small = member.content().size() <= 64;
        return switch (name) {
            case "version", "byteorder", ".format_version", ".storage_alignment", ".data/version" -> small;
            case ".data/serialization_id" -> small;
            default -> false;
        };
    }

    private void pickle(ZipMember member, Tensors tensors) throws IOException {
        Scope inside = scope.named(member.name());
        Tensors hooks = member.name().equals(prefix + PICKLE) ? tensors : new Tensors(inside).withScript();
        Machine machine = new Machine(member.content().input(), inside, hooks);
        try {
            machine.run();
            if (!script && member.name().equals(prefix + PICKLE)) {
                scope.fact("weights-only-loadable", machine.isWeightsOnly());
            }
        } catch (Broken e) {
            inside.broken(e.kind() == Broken.Kind.MALFORMED ? Rule.PICKLE_BROKEN : Rule.LIMIT, e);
        }
    }

    private void hold(Value.Storage storage, Map<String, Long> sizes) {
        Long there = sizes.get(prefix + "data/" + storage.key());
        long wanted = Tensors.bytes(storage);
        if (there == null) {
            scope.find(Rule.PICKLE_MISSING_STORAGE, "storage " + storage.key() + " is not in the file");
        } else if (wanted >= 0 && there != wanted) {
            scope.find(
                    Rule.PICKLE_MISSING_STORAGE,
                    "storage " + storage.key() + " has " + there + " bytes, not " + wanted);
        }
    }
}
