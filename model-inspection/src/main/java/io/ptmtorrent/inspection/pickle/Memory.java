package io.ptmtorrent.inspection.pickle;

import io.ptmtorrent.inspection.bytes.Broken;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Stack, marks and memo of one stream, in bounded memory: beyond the bounds values are kept as {@link Value.Plain#UNTRACKED}.
 *
 * <p>What the memo holds is always known; the stack is weighed after so much was made. Where one holds too much, new values
 * are no longer kept.
 */
final class Memory {
    private static final int STACK = 1 << 20;
    private static final int MARKS = 1 << 18;
    private static final int MEMO = 1 << 20;
    private static final int PAGE = 1 << 10;
    private static final int WEIGH_AFTER = 2 << 20;
    private static final long STACK_WEIGHT = 8L << 20;
    private static final long MEMO_WEIGHT = 12L << 20;

    private final int places;
    private final int keys;
    private final int weighAfter;
    private final long stackWeight;
    private final long memoWeight;
    private Value[] stack = new Value[256];
    private int top;
    private int[] marks = new int[32];
    private int marked;
    private final @Nullable Value[] @Nullable [] memo = new Value[MEMO / PAGE][];
    private int memoized;
    /** Of all that the memo holds; a list that grows later is not weighed again. */
    private long weight;

    private int made;
    private boolean full;

    /** For a stream inside so many others: each gets a quarter of what the one around it may have. */
    Memory(int depth) {
        int shift = 2 * Math.min(depth, 4);
        places = STACK >> shift;
        keys = MEMO >> shift;
        weighAfter = WEIGH_AFTER >> shift;
        stackWeight = STACK_WEIGHT >> shift;
        memoWeight = MEMO_WEIGHT >> shift;
    }

    /** Takes account of a value that was just made; drops it where too much is alive. */
    Value made(Value value) {
        made += value.weight() + 8;
        if (made > weighAfter || made < 0) {
            weigh();
        }
        return full ? Value.Plain.UNTRACKED : value;
    }

    /** The stack alone: what the memo holds is known. */
    private void weigh() {
        made = 0;
        long held = 0;
        for (int at = 0; at < top; at++) {
            held += stack[at].weight();
        }
        full = held > stackWeight;
    }

    void push(Value value, long offset) throws Broken {
        if (top == stack.length) {
            if (top >= places) {
                throw Broken.unscannable(offset, "holds more than " + places + " values at once");
            }
            stack = Arrays.copyOf(stack, Math.min(places, top * 2));
        }
        stack[top++] = value;
    }

    Value pop(long offset) throws Broken {
        if (top <= fence()) {
            throw Broken.malformed(offset, "takes a value from an empty stack");
        }
        return stack[--top];
    }

    Value peek(long offset) throws Broken {
        if (top <= fence()) {
            throw Broken.malformed(offset, "looks at a value of an empty stack");
        }
        return stack[top - 1];
    }

    private int fence() {
        return marked == 0 ? 0 : marks[marked - 1];
    }

    void mark(long offset) throws Broken {
        if (marked == marks.length) {
            if (marked >= MARKS) {
                throw Broken.unscannable(offset, "nests more than " + MARKS + " deep");
            }
            marks = Arrays.copyOf(marks, marked * 2);
        }
        marks[marked++] = top;
    }

    boolean isMarkOnTop() {
        return marked > 0 && marks[marked - 1] == top;
    }

    /** Takes the last mark away, and gives the place of the first value above it. */
    int unmark(long offset) throws Broken {
        if (marked == 0) {
            throw Broken.malformed(offset, "needs a mark, and there is none");
        }
        return marks[--marked];
    }

    int top() {
        return top;
    }

    Value at(int place) {
        return stack[place];
    }

    /** Drops all from a place on. */
    void cut(int place) {
        top = place;
    }

    void put(long key, Value value, long offset) throws Broken {
        if (key < 0) {
            throw Broken.malformed(offset, "memo key " + key);
        }
        if (key >= keys) {
            return;
        }
        @Nullable Value[] page = memo[(int) (key / PAGE)];
        if (page == null) {
            page = new Value[PAGE];
            memo[(int) (key / PAGE)] = page;
        }
        int slot = (int) (key % PAGE);
        Value before = page[slot];
        if (before == null) {
            memoized++;
        } else {
            weight -= before.weight();
        }
        Value kept = weight > memoWeight && value.weight() > 0 ? Value.Plain.UNTRACKED : value;
        weight += kept.weight();
        page[slot] = kept;
    }

    /** As MEMOIZE: under the number of keys there are. */
    void memoize(Value value, long offset) throws Broken {
        if (memoized < keys) {
            put(memoized, value, offset);
        }
    }

    Value get(long key, long offset) throws Broken {
        if (key >= keys) {
            return Value.Plain.UNTRACKED;
        }
        @Nullable Value[] page = key < 0 ? null : memo[(int) (key / PAGE)];
        Value value = page == null ? null : page[(int) (key % PAGE)];
        if (value == null) {
            throw Broken.malformed(offset, "asks for memo " + key + ", which is empty");
        }
        return value;
    }
}
