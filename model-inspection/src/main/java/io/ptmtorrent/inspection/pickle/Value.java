package io.ptmtorrent.inspection.pickle;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What stands for a Python object on the machine's stack: only what decides over code, tensors and arrays is kept. */
public sealed interface Value {
    /** Roughly how much memory it keeps, its parts included; saturates. */
    int weight();

    /** Something without a bearing: a float, None, a list whose content nobody asked for. */
    enum Plain implements Value {
        VALUE,
        TRUE,
        FALSE,
        /** Dropped, since too much was kept alive; its use where it matters is told. */
        UNTRACKED;

        @Override
        public int weight() {
            return 0;
        }
    }

    /**
     * A string or bytes.
     *
     * @param whole whether all of it is here; long ones are dropped
     */
    @SuppressWarnings({"ArrayRecordComponent", "ReferenceEquality"})
    record Text(byte[] bytes, boolean whole) implements Value {
        static final Text LONG = new Text(new byte[0], false);

        @Override
        public int weight() {
            return this == LONG ? 0 : 48 + bytes.length;
        }

        public String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Text text && java.util.Arrays.equals(bytes, text.bytes) && whole == text.whole;
        }

        @Override
        public int hashCode() {
            return java.util.Arrays.hashCode(bytes);
        }
    }

    /** A whole number that fits. */
    record Num(long value) implements Value {
        private static final Num[] SMALL = new Num[1024];

        static {
            for (int value = 0; value < SMALL.length; value++) {
                SMALL[value] = new Num(value);
            }
        }

        static Num of(long value) {
            return value >= 0 && value < SMALL.length ? SMALL[(int) value] : new Num(value);
        }

        @Override
        public int weight() {
            return 24;
        }
    }

    /** A tuple of at most {@link #LIMIT} items; longer ones are {@link Plain}. */
    record Tuple(List<Value> items, int weight) implements Value {
        static final int LIMIT = 16;
        static final Tuple EMPTY = new Tuple(List.of(), 16);

        static Tuple of(Value... items) {
            long weight = 72;
            for (Value item : items) {
                weight += item.weight() + 4L;
            }
            return new Tuple(List.of(items), (int) Math.min(weight, 1 << 30));
        }
    }

    /** A class or function, as the stream names it; one object a name and stream. */
    final class Global implements Value {
        private final String module;
        private final String name;
        private final Made instance = new Made(this, Tuple.EMPTY, false);
        private boolean calledBefore;

        Global(String module, String name) {
            this.module = module;
            this.name = name;
        }

        public String module() {
            return module;
        }

        public String name() {
            return name;
        }

        boolean is(String otherModule, String otherName) {
            return module.equals(otherModule) && name.equals(otherName);
        }

        /** Whether this is the first call of it. */
        boolean firstCall() {
            boolean first = !calledBefore;
            calledBefore = true;
            return first;
        }

        Made instance() {
            return instance;
        }

        @Override
        public int weight() {
            return 0;
        }

        @Override
        public String toString() {
            return module + " " + name;
        }
    }

    /** A module itself, as an import function gives it. */
    record Module(String name) implements Value {
        @Override
        public int weight() {
            return 32 + name.length();
        }
    }

    /**
     * What a call gave.
     *
     * @param args of the call, where they are needed later; else empty, and {@code remembered} false
     */
    record Made(Global of, Tuple args, boolean remembered) implements Value {
        @Override
        public int weight() {
            return remembered ? 24 + args.weight() : 0;
        }
    }

    /** A list or dict whose content was asked for: items, or keys and values in turn. */
    final class Items implements Value {
        private static final int LIMIT = 65_536;

        private final List<Value> items = new ArrayList<>();
        private boolean whole = true;

        void add(Value item) {
            if (items.size() < LIMIT) {
                items.add(item);
            } else {
                whole = false;
            }
        }

        public List<Value> items() {
            return items;
        }

        /** Whether nothing was dropped. */
        public boolean whole() {
            return whole;
        }

        /** The value of a key that is text; null where there is none. */
        @Nullable
        Value get(String key) {
            for (int at = items.size() - 2; at >= 0; at -= 2) {
                if (items.get(at) instanceof Text text && text.text().equals(key)) {
                    return items.get(at + 1);
                }
            }
            return null;
        }

        @Override
        public int weight() {
            return 32 + 8 * items.size();
        }
    }

    /**
     * A tensor's bytes, which lie elsewhere.
     *
     * @param key name of that place
     * @param count elements
     */
    record Storage(String key, String type, long count) implements Value {
        @Override
        public int weight() {
            return 64 + key.length();
        }
    }
}
