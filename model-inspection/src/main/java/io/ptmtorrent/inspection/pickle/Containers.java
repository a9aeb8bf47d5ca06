package io.ptmtorrent.inspection.pickle;

import io.ptmtorrent.inspection.bytes.Broken;
import io.ptmtorrent.inspection.pickle.Value.Items;
import io.ptmtorrent.inspection.pickle.Value.Plain;
import io.ptmtorrent.inspection.pickle.Value.Tuple;

/** The opcodes of tuples, lists, dicts and sets. Their content is kept only where somebody asked for it. One thread. */
final class Containers {
    private final Memory memory;
    private final Calls calls;
    private boolean keepsContent;

    Containers(Memory memory, Calls calls) {
        this.memory = memory;
        this.calls = calls;
    }

    /** Has lists and dicts keep their content from here on. */
    void keepContent() {
        keepsContent = true;
    }

    void empty(long offset) throws Broken {
        memory.push(keepsContent ? memory.made(new Items()) : Plain.VALUE, offset);
    }

    void tuple(int from, long offset) throws Broken {
        int count = memory.top() - from;
        Value tuple = Plain.VALUE;
        if (count <= Tuple.LIMIT) {
            Value[] items = new Value[count];
            for (int at = 0; at < count; at++) {
                items[at] = memory.at(from + at);
            }
            tuple = count == 0 ? Tuple.EMPTY : memory.made(Tuple.of(items));
        }
        memory.cut(from);
        memory.push(tuple, offset);
    }

    void tuple2(long offset) throws Broken {
        Value second = memory.pop(offset);
        Value first = memory.pop(offset);
        memory.push(memory.made(Tuple.of(first, second)), offset);
    }

    void tuple3(long offset) throws Broken {
        Value third = memory.pop(offset);
        Value second = memory.pop(offset);
        Value first = memory.pop(offset);
        memory.push(memory.made(Tuple.of(first, second, third)), offset);
    }

    void append(long offset) throws Broken {
        Value item = memory.pop(offset);
        if (memory.peek(offset) instanceof Items items) {
            items.add(item);
        }
    }

    void appendAll(long offset) throws Broken {
        int from = memory.unmark(offset);
        int end = memory.top();
        memory.cut(from);
        if (memory.peek(offset) instanceof Items items) {
            for (int at = from; at < end; at++) {
                items.add(memory.at(at));
            }
        }
    }

    void setItem(long offset) throws Broken {
        Value value = memory.pop(offset);
        Value key = memory.pop(offset);
        if (memory.peek(offset) instanceof Items items) {
            items.add(key);
            items.add(value);
        } else {
            calls.setItem(memory.peek(offset), offset);
        }
    }

    void setItems(long offset) throws Broken {
        int from = memory.unmark(offset);
        int count = memory.top() - from;
        if (count % 2 != 0) {
            throw Broken.malformed(offset, "a key without a value");
        }
        memory.cut(from);
        if (memory.peek(offset) instanceof Items items) {
            for (int at = from; at < from + count; at++) {
                items.add(memory.at(at));
            }
        } else {
            calls.setItem(memory.peek(offset), offset);
        }
    }

    /** LIST, DICT, FROZENSET: all down to the mark. */
    void collection(long offset) throws Broken {
        int from = memory.unmark(offset);
        int end = memory.top();
        memory.cut(from);
        if (!keepsContent) {
            memory.push(Plain.VALUE, offset);
            return;
        }
        Items items = new Items();
        for (int at = from; at < end; at++) {
            items.add(memory.at(at));
        }
        memory.push(memory.made(items), offset);
    }

    void pop(long offset) throws Broken {
        if (memory.isMarkOnTop()) {
            memory.unmark(offset);
        } else {
            memory.pop(offset);
        }
    }
}
