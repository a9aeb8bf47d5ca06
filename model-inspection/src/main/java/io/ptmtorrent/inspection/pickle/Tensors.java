package io.ptmtorrent.inspection.pickle;

import io.ptmtorrent.inspection.judge.Rule;
import io.ptmtorrent.inspection.judge.Scope;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts a stream's torch tensors and their storages. */
public final class Tensors implements PickleHooks {
    private static final int STORAGES = 60_000;
    private static final Map<String, Width> TYPES = Map.ofEntries(
            Map.entry("DoubleStorage", new Width("float64", 8)),
            Map.entry("FloatStorage", new Width("float32", 4)),
            Map.entry("HalfStorage", new Width("float16", 2)),
            Map.entry("BFloat16Storage", new Width("bfloat16", 2)),
            Map.entry("LongStorage", new Width("int64", 8)),
            Map.entry("IntStorage", new Width("int32", 4)),
            Map.entry("ShortStorage", new Width("int16", 2)),
            Map.entry("CharStorage", new Width("int8", 1)),
            Map.entry("ByteStorage", new Width("uint8", 1)),
            Map.entry("BoolStorage", new Width("bool", 1)),
            Map.entry("UntypedStorage", new Width("untyped", 1)),
            Map.entry("QUInt8Storage", new Width("quint8", 1)),
            Map.entry("QInt8Storage", new Width("qint8", 1)),
            Map.entry("QInt32Storage", new Width("qint32", 4)),
            Map.entry("ComplexFloatStorage", new Width("complex64", 8)),
            Map.entry("ComplexDoubleStorage", new Width("complex128", 16)));

    private final Scope scope;
    private final Map<String, Value.Storage> storages = new LinkedHashMap<>();
    private final Map<String, Long> types = new TreeMap<>();
    private boolean script;
    private long tensors;
    private long parameters;

    private record Width(String type, int bytes) {}

    public Tensors(Scope scope) {
        this.scope = scope;
    }

    /** Takes {@code __torch__} as the file's own code: it lies beside the stream, as TorchScript. */
    public Tensors withScript() {
        script = true;
        return this;
    }

    /** Bytes an element; 0 for a type that is not known. */
    static int width(String type) {
        Width width = TYPES.get(type);
        return width == null ? 0 : width.bytes();
    }

    public Map<String, Value.Storage> storages() {
        return storages;
    }

    /** Bytes of a storage; -1 for a type that is not known. */
    public static long bytes(Value.Storage storage) {
        int width = width(storage.type());
        return width == 0 || storage.count() > Long.MAX_VALUE / width ? -1 : storage.count() * width;
    }

    Value.@Nullable Storage storage(String key) {
        return storages.get(key);
    }

    @Override
    public boolean isOwn(String module) {
        return script && (module.equals("__torch__") || module.startsWith("__torch__."));
    }

    @Override
    public Value persistent(Value id) {
        if (id instanceof Value.Tuple tuple
                && tuple.items().size() >= 5
                && tuple.items().get(1) instanceof Value.Global type
                && tuple.items().get(2) instanceof Value.Text key
                && tuple.items().get(4) instanceof Value.Num count
                && key.bytes().length <= 64
                && count.value() >= 0) {
            Value.Storage storage = new Value.Storage(key.text(), type.name(), count.value());
            if (storages.size() < STORAGES) {
                storages.putIfAbsent(storage.key(), storage);
            }
            return storage;
        }
        return Value.Plain.VALUE;
    }

    @Override
    public void called(Value.Global callable, Value args) {
        if (callable.module().equals("torch._utils")
                && callable.name().startsWith("_rebuild_")
                && args instanceof Value.Tuple tuple
                && tuple.items().size() >= 3
                && tuple.items().getFirst() instanceof Value.Storage storage
                && tuple.items().get(2) instanceof Value.Tuple shape) {
            tensors++;
            long count = product(shape);
            parameters = Math.max(parameters, parameters + count);
            Width width = TYPES.get(storage.type());
            types.merge(width == null ? storage.type() : width.type(), count, Long::sum);
        }
    }

    private static long product(Value.Tuple shape) {
        long product = 1;
        for (Value size : shape.items()) {
            long factor = size instanceof Value.Num number && number.value() >= 0 ? number.value() : 0;
            long high = Math.multiplyHigh(product, factor);
            product = high != 0 || product * factor < 0 ? Long.MAX_VALUE : product * factor;
        }
        return product;
    }

    /** Writes the counts down. */
    public void tell() {
        if (tensors > 0) {
            scope.count("tensors", tensors);
            scope.count("parameters", parameters);
            types.forEach((type, count) -> scope.count("dtype." + type, count));
        }
        if (storages.size() >= STORAGES) {
            scope.find(Rule.LIMIT, "has more than " + STORAGES + " storages");
        }
    }
}
