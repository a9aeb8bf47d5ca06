package io.ptmtorrent.inspection.pickle;

import io.ptmtorrent.inspection.bytes.Broken;
import io.ptmtorrent.inspection.bytes.ByteInput;
import io.ptmtorrent.inspection.judge.Rule;
import io.ptmtorrent.inspection.judge.Scope;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The rest of torch's format before 1.6, after its magic number: protocol, system, the object, the storages' keys, then for
 * each key a count (8 bytes) and as many elements ({@code torch.serialization._legacy_load}).
 */
final class LegacyTorch {
    private final ByteInput in;
    private final Scope scope;
    private final Tensors tensors;

    LegacyTorch(ByteInput in, Scope scope, Tensors tensors) {
        this.in = in;
        this.scope = scope;
        this.tensors = tensors;
    }

    void read() throws IOException {
        boolean weightsOnly = true;
        for (int pickle = 0; pickle < 2; pickle++) {
            new Machine(in, scope, tensors).run();
        }
        Machine object = new Machine(in, scope, tensors);
        object.run();
        weightsOnly &= object.isWeightsOnly();
        Value keys = new Machine(in, scope, tensors).keepContent().run();
        scope.fact("weights-only-loadable", weightsOnly);
        if (!(keys instanceof Value.Items list) || !list.whole()) {
            throw Broken.unscannable(in.position(), "the list of storages is no list, or too long");
        }
        for (Value key : list.items()) {
            storage(key instanceof Value.Text text ? tensors.storage(text.text()) : null);
        }
        if (!in.atEnd()) {
            long from = in.position();
            scope.find(Rule.PICKLE_TRAILING_BYTES, from, in.skipAll() + " bytes after the last storage");
        }
    }

    private void storage(Value.@Nullable Storage storage) throws IOException {
        if (storage == null) {
            throw Broken.unscannable(in.position(), "a storage that no tensor names");
        }
        long count = in.i64();
        int width = Tensors.width(storage.type());
        if (count != storage.count() || width == 0 || count < 0 || count > Long.MAX_VALUE / width) {
            throw Broken.malformed(
                    in.position(), "storage " + storage.key() + " has " + count + " elements, not " + storage.count());
        }
        if (in.skip(count * width) < count * width) {
            throw in.ends();
        }
    }
}
