package io.ptmtorrent.inspection.pickle;

import io.ptmtorrent.inspection.judge.GlobalList;
import io.ptmtorrent.inspection.judge.Rule;
import io.ptmtorrent.inspection.judge.Scope;
import io.ptmtorrent.inspection.pickle.Value.Global;
import io.ptmtorrent.inspection.pickle.Value.Made;
import io.ptmtorrent.inspection.pickle.Value.Module;
import io.ptmtorrent.inspection.pickle.Value.Plain;
import io.ptmtorrent.inspection.pickle.Value.Text;
import io.ptmtorrent.inspection.pickle.Value.Tuple;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a stream imports and calls, noted and followed: {@code getattr}, {@code import_module} and their like lead to another
 * name, which is noted as well. One stream.
 */
final class Calls {
    /** First number of torch's old format: 0x1950a86a20f9469cfc6c. */
    private static final byte[] TORCH_MAGIC = HexFormat.of().parseHex("6cfc9c46f9206aa85019");
    /** Their arguments are needed when what they made is used. */
    private static final Set<String> REMEMBERED = Set.of(
            "numpy dtype",
            "operator attrgetter",
            "_operator attrgetter",
            "operator methodcaller",
            "_operator methodcaller",
            "functools partial",
            "_functools partial");

    private static final int CHAIN = 8;
    private static final long KEPT = 3 << 20;

    private final Scope scope;
    private final PickleHooks hooks;
    private final Map<String, Global> globals = new HashMap<>();
    private boolean telling;
    private boolean weightsOnly = true;
    private int chain;
    private long kept;

    Calls(Scope scope, PickleHooks hooks) {
        this.scope = scope;
        this.hooks = hooks;
    }

    boolean isTelling() {
        return telling;
    }

    boolean isWeightsOnly() {
        return weightsOnly;
    }

    /** The number that only torch's old format begins with, else nothing special. */
    Value magic(byte[] littleEndian) {
        return Arrays.equals(littleEndian, TORCH_MAGIC) ? new Text(TORCH_MAGIC, true) : Plain.VALUE;
    }

    static boolean isTorchMagic(Value value) {
        return value instanceof Text text && Arrays.equals(text.bytes(), TORCH_MAGIC);
    }

    Global global(String module, String name, long offset) {
        Global known = globals.get(module + "\n" + name);
        if (known != null) {
            return known;
        }
        Global global = new Global(module, name);
        kept += 100 + module.length() + name.length();
        if (kept < KEPT) {
            globals.put(module + "\n" + name, global);
        }
        note(global, false, offset);
        return global;
    }

    private void note(Global global, boolean called, long offset) {
        GlobalList.Kind kind = hooks.isOwn(global.module())
                ? GlobalList.Kind.DATA
                : scope.globals().of(global.module(), global.name()).kind();
        weightsOnly &= kind == GlobalList.Kind.WEIGHTS;
        telling |= kind != GlobalList.Kind.UNKNOWN;
        if (!hooks.isOwn(global.module()) && !isLookup(global)) {
            scope.global(global.module(), global.name(), called, offset);
        }
    }

    /** {@code getattr} alone does nothing: what it leads to is judged, and it too where that is not known. */
    private static boolean isLookup(Global global) {
        return global.name().equals("getattr")
                && (global.module().equals("builtins") || global.module().equals("__builtin__"));
    }

    /** NEWOBJ: a class makes an object without running its initializer. */
    Value create(Value type, Value args, long offset) {
        return call(type, args, offset);
    }

    Value call(Value callable, Value args, long offset) {
        if (chain >= CHAIN) {
            scope.find(Rule.PICKLE_COMPUTED_CALL, offset, "calls lead to calls more than " + CHAIN + " deep");
            return Plain.VALUE;
        }
        chain++;
        try {
            return follow(callable, args, offset);
        } finally {
            chain--;
        }
    }

    private Value follow(Value callable, Value args, long offset) {
        return switch (callable) {
            case Global global -> callGlobal(global, args, offset);
            case Made made -> callMade(made, args, offset);
            case Plain plain -> {
                boolean dropped = plain == Plain.UNTRACKED;
                scope.find(
                        dropped ? Rule.PICKLE_UNTRACKED : Rule.PICKLE_COMPUTED_CALL,
                        offset,
                        dropped ? "what is called was dropped before" : "calls what is no class or function");
                yield Plain.VALUE;
            }
            case Text ignored -> computed("calls a text", offset);
            case Value.Num ignored -> computed("calls a number", offset);
            case Tuple ignored -> computed("calls a tuple", offset);
            case Module module -> computed("calls module " + module.name(), offset);
            case Value.Items ignored -> computed("calls a list", offset);
            case Value.Storage ignored -> computed("calls a storage", offset);
        };
    }

    private Value computed(String detail, long offset) {
        scope.find(Rule.PICKLE_COMPUTED_CALL, offset, detail);
        return Plain.VALUE;
    }

    private Value callGlobal(Global global, Value args, long offset) {
        telling = true;
        List<Value> given = args instanceof Tuple tuple ? tuple.items() : List.of();
        if (isLookup(global)) {
            return attribute(global, given, offset);
        }
        if (global.firstCall()) {
            note(global, true, offset);
        }
        hooks.called(global, args);
        Value led = lead(global, given, offset);
        if (led != null) {
            return led;
        }
        boolean remembered = args instanceof Tuple && REMEMBERED.contains(global.module() + " " + global.name());
        return remembered ? new Made(global, (Tuple) args, true) : global.instance();
    }

    /** Where a call only leads to another name, or to another call. */
    private @Nullable Value lead(Global global, List<Value> given, long offset) {
        if (given.isEmpty()) {
            return null;
        }
        Value first = given.getFirst();
        String whole = global.module() + " " + global.name();
        return switch (whole) {
            case "importlib import_module",
                    "importlib __import__",
                    "builtins __import__",
                    "__builtin__ __import__",
                    "importlib._bootstrap _gcd_import",
                    "importlib._bootstrap __import__" ->
                first instanceof Text text && text.whole() ? new Module(text.text()) : null;
            case "pkgutil resolve_name" ->
                first instanceof Text text && text.whole() ? resolve(text.text(), offset) : null;
            case "copyreg __newobj__", "copy_reg __newobj__" -> call(first, rest(given, 1), offset);
            case "copyreg __newobj_ex__",
                    "copyreg _reconstructor",
                    "copy_reg _reconstructor",
                    "numpy.core.multiarray _reconstruct",
                    "numpy._core.multiarray _reconstruct" ->
                first instanceof Global type && !isArray(type) ? call(type, Tuple.EMPTY, offset) : null;
            case "torch._tensor _rebuild_from_type_v2", "torch._tensor _rebuild_from_type" ->
                given.size() > 2 ? call(first, given.get(2), offset) : null;
            default -> null;
        };
    }

    private static boolean isArray(Global type) {
        return type.is("numpy", "ndarray");
    }

    private static Tuple rest(List<Value> given, int from) {
        return Tuple.of(given.subList(from, given.size()).toArray(Value[]::new));
    }

    /** {@code package.module:object.attribute}, or with dots alone. */
    private Value resolve(String name, long offset) {
        int colon = name.indexOf(':');
        int cut = colon >= 0 ? colon : name.lastIndexOf('.');
        return cut < 0 ? new Module(name) : global(name.substring(0, cut), name.substring(cut + 1), offset);
    }

    private Value attribute(Global getattr, List<Value> given, long offset) {
        if (given.size() >= 2 && given.get(1) instanceof Text name && name.whole()) {
            Value led = attribute(given.getFirst(), name.text(), offset);
            if (led != null) {
                return led;
            }
        }
        scope.global(getattr.module(), getattr.name(), true, offset);
        return Plain.UNTRACKED;
    }

    private @Nullable Value attribute(Value of, String name, long offset) {
        return switch (of) {
            case Module module -> global(module.name(), name, offset);
            case Global global -> global(global.module(), global.name() + "." + name, offset);
            default -> null;
        };
    }

    private Value callMade(Made made, Value args, long offset) {
        List<Value> given = args instanceof Tuple tuple ? tuple.items() : List.of();
        List<Value> kept = made.args().items();
        if (made.remembered() && !kept.isEmpty()) {
            Value first = kept.getFirst();
            switch (made.of().name()) {
                case "partial" -> {
                    return call(first, joined(rest(kept, 1), given), offset);
                }
                case "attrgetter", "methodcaller" -> {
                    Value led = !given.isEmpty() && first instanceof Text name && name.whole()
                            ? attribute(given.getFirst(), name.text(), offset)
                            : null;
                    if (led != null) {
                        return made.of().name().equals("attrgetter") ? led : call(led, rest(kept, 1), offset);
                    }
                }
                default -> {}
            }
        }
        return computed("calls what " + made.of() + " made", offset);
    }

    private static Tuple joined(Tuple one, List<Value> other) {
        return one.items().size() + other.size() > Tuple.LIMIT
                ? one
                : Tuple.of(java.util.stream.Stream.concat(one.items().stream(), other.stream())
                        .toArray(Value[]::new));
    }

    /** State is set on what an import gave: that changes the program, not the model. */
    void build(Value object, long offset) {
        if (object instanceof Global || object instanceof Module) {
            scope.find(Rule.PICKLE_PATCHES_IMPORT, offset, "sets state on " + shown(object));
        }
    }

    void setItem(Value object, long offset) {
        if (object instanceof Global || object instanceof Module) {
            scope.find(Rule.PICKLE_PATCHES_IMPORT, offset, "sets an item of " + shown(object));
        }
    }

    private static String shown(Value object) {
        return object instanceof Module module ? "module " + module.name() : object.toString();
    }
}
