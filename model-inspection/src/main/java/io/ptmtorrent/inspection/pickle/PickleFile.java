package io.ptmtorrent.inspection.pickle;

import io.ptmtorrent.inspection.bytes.Broken;
import io.ptmtorrent.inspection.bytes.ByteInput;
import io.ptmtorrent.inspection.bytes.Bytes;
import io.ptmtorrent.inspection.judge.Rule;
import io.ptmtorrent.inspection.judge.Scope;
import java.io.IOException;

/**
 * A file of one pickle or several, each with a memo of its own; among them torch's old format (five pickles, then the
 * tensors' bytes) and joblib's (arrays inside the stream).
 */
public final class PickleFile {
    private static final int LOOKED_AT = 1 << 12;
    private static final int STREAMS = 10_000;

    private final ByteInput in;
    private final Scope scope;
    private final Tensors tensors;
    private final JoblibArrays arrays;

    private PickleFile(ByteInput in, Scope scope) {
        this.in = in;
        this.scope = scope;
        this.tensors = new Tensors(scope);
        this.arrays = new JoblibArrays(tensors);
    }

    /** What a file turned out to be. */
    public enum Kind {
        PICKLE,
        JOBLIB,
        TORCH_LEGACY
    }

    /**
     * Reads all of it; what breaks is told in {@code scope}.
     *
     * @return what it is
     */
    public static Kind read(ByteInput in, Scope scope) throws IOException {
        PickleFile file = new PickleFile(in, scope);
        try {
            return file.streams();
        } catch (Broken e) {
            if (e.kind() == Broken.Kind.MALFORMED) {
                scope.broken(Rule.PICKLE_BROKEN, e);
            } else {
                scope.broken(e);
            }
            return file.kind();
        }
    }

    private Kind kind() {
        return arrays.isUsed() ? Kind.JOBLIB : Kind.PICKLE;
    }

    private Kind streams() throws IOException {
        Value first = new Machine(in, scope, arrays).run();
        if (Calls.isTorchMagic(first)) {
            new LegacyTorch(in, scope, tensors).read();
            tensors.tell();
            return Kind.TORCH_LEGACY;
        }
        int streams = 1;
        while (!in.atEnd() && (in.peek() == 0x80 || isNext())) {
            if (streams >= STREAMS) {
                throw Broken.unscannable(in.position(), "has more than " + STREAMS + " pickles");
            }
            new Machine(in, scope, arrays).run();
            streams++;
        }
        tensors.tell();
        if (streams > 1) {
            scope.count("pickles", streams);
        }
        if (!in.atEnd()) {
            long from = in.position();
            scope.find(Rule.PICKLE_TRAILING_BYTES, from, in.skipAll() + " bytes after the last pickle");
        }
        return kind();
    }

    private boolean isNext() throws IOException {
        byte[] head = in.peek(LOOKED_AT);
        return Trial.isPickle(Bytes.of(head).input(), scope);
    }
}
