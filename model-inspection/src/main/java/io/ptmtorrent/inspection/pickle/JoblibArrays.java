package io.ptmtorrent.inspection.pickle;

import io.ptmtorrent.inspection.bytes.Broken;
import io.ptmtorrent.inspection.bytes.ByteInput;
import io.ptmtorrent.inspection.judge.Rule;
import io.ptmtorrent.inspection.judge.Scope;
import java.io.IOException;

/**
 * joblib's arrays: after a wrapper got its state, their bytes follow inside the stream, or a pickle where they hold objects
 * ({@code joblib.numpy_pickle}, 0.10 and later).
 */
final class JoblibArrays implements PickleHooks {
    private static final int DEPTH = 4;

    private final Tensors tensors;
    private boolean used;
    private int depth;

    JoblibArrays(Tensors tensors) {
        this.tensors = tensors;
    }

    boolean isUsed() {
        return used;
    }

    @Override
    public int depth() {
        return depth;
    }

    @Override
    public Value persistent(Value id) {
        return tensors.persistent(id);
    }

    @Override
    public void called(Value.Global callable, Value args) {
        tensors.called(callable, args);
    }

    @Override
    public boolean keepsContent(Value.Global named) {
        return isWrapper(named);
    }

    private static boolean isWrapper(Value.Global named) {
        return named.is("joblib.numpy_pickle", "NumpyArrayWrapper")
                || named.is("sklearn.externals.joblib.numpy_pickle", "NumpyArrayWrapper");
    }

    @Override
    public void built(Value object, Value state, ByteInput in, Scope scope) throws IOException {
        if (!(object instanceof Value.Made made) || !isWrapper(made.of())) {
            return;
        }
        used = true;
        long offset = in.position();
        if (!(state instanceof Value.Items items)
                || !(items.get("shape") instanceof Value.Tuple shape)
                || !(items.get("dtype") instanceof Value.Made type)
                || type.args().items().isEmpty()
                || !(type.args().items().getFirst() instanceof Value.Text text)) {
            throw Broken.unscannable(offset, "an array inside the stream that does not say its type and shape");
        }
        scope.count("arrays", 1);
        if (text.text().matches("[|<>=]?O[48]?")) {
            objects(in, scope);
        } else {
            raw(items, width(text.text(), offset), shape, in);
        }
    }

    private void objects(ByteInput in, Scope scope) throws IOException {
        long offset = in.position();
        if (depth >= DEPTH) {
            scope.find(Rule.NESTED_TOO_DEEP, offset, "arrays of objects in arrays of objects");
            throw Broken.unscannable(offset, "arrays of objects lie too deep");
        }
        depth++;
        new Machine(in, scope, this).run();
        depth--;
    }

    /** Bytes an item: the digits of f8, i4, U10 (four bytes each), V16. */
    private static long width(String type, long offset) throws Broken {
        String plain = type.replaceFirst("^[|<>=]", "");
        if (!plain.matches("[biufcmMSUV?][0-9]{0,9}")) {
            throw Broken.unscannable(offset, "an array of type " + type);
        }
        long digits = plain.length() == 1 ? 1 : Long.parseLong(plain.substring(1));
        return plain.charAt(0) == 'U' ? 4 * digits : digits;
    }

    private static void raw(Value.Items state, long width, Value.Tuple shape, ByteInput in) throws IOException {
        if (state.get("numpy_array_alignment_bytes") instanceof Value.Num) {
            int padding = in.u8();
            if (in.skip(padding) < padding) {
                throw in.ends();
            }
        }
        long length = width;
        for (Value size : shape.items()) {
            long factor = size instanceof Value.Num number ? number.value() : -1;
            if (factor < 0 || Math.multiplyHigh(length, factor) != 0 || length * factor < 0) {
                throw Broken.malformed(in.position(), "an array whose size is none");
            }
            length *= factor;
        }
        if (in.skip(length) < length) {
            throw in.ends();
        }
    }
}
