package io.ptmtorrent.inspection.pickle;

import io.ptmtorrent.inspection.bytes.Broken;
import io.ptmtorrent.inspection.bytes.ByteInput;
import io.ptmtorrent.inspection.judge.Rule;
import io.ptmtorrent.inspection.judge.Scope;
import io.ptmtorrent.inspection.pickle.Value.Items;
import io.ptmtorrent.inspection.pickle.Value.Num;
import io.ptmtorrent.inspection.pickle.Value.Plain;
import io.ptmtorrent.inspection.pickle.Value.Text;
import io.ptmtorrent.inspection.pickle.Value.Tuple;
import java.io.IOException;

/**
 * Runs one pickle stream on symbols: nothing is imported, called or made.
 *
 * <p>Opcodes as in Python's {@code pickletools} (protocols 0 to 5; seen in 3.11 to 3.13). Stack, marks and memo are as in
 * CPython; every name and call is noted where it happens, so what is popped again still counts. One thread, one stream.
 */
public final class Machine {
    private static final int PROTOCOLS = 5;

    private final ByteInput in;
    private final Scope scope;
    private final Memory memory;
    private final Strings strings;
    private final Calls calls;
    private final PickleHooks hooks;
    private final Frames frames;
    private boolean keepsContent;
    private boolean protocolSeen;
    private Value result = Plain.VALUE;
    private int opcode;
    private long offset;

    /**
     * @param in read from the first opcode to the byte after STOP
     */
    public Machine(ByteInput in, Scope scope, PickleHooks hooks) {
        this.in = in;
        this.scope = scope;
        this.hooks = hooks;
        this.memory = new Memory(scope.depth() + hooks.depth());
        this.strings = new Strings(in, memory, scope);
        this.calls = new Calls(scope, hooks);
        this.frames = new Frames(scope);
    }

    /** Has lists and dicts keep their content from the start. */
    public Machine keepContent() {
        keepsContent = true;
        return this;
    }

    boolean hasProtocol() {
        return protocolSeen;
    }

    /** Whether the stream has done what only a pickle does. */
    boolean isTelling() {
        return calls.isTelling();
    }

    /** The last opcode was torch.load's, if this holds: which of them a weights-only load refuses. */
    public boolean isWeightsOnly() {
        return calls.isWeightsOnly();
    }

    /**
     * Runs to STOP.
     *
     * @return what the stream makes
     * @throws Broken where it cannot go on
     */
    public Value run() throws IOException {
        while (!run(Integer.MAX_VALUE)) {
            // until it stops or breaks
        }
        return result;
    }

    /** Whether the stream begins with its protocol. */
    boolean hasHeader() throws IOException {
        return in.peek() == 0x80;
    }

    /** Runs at most so many opcodes; gives whether that was all of the stream. */
    boolean run(int opcodes) throws IOException {
        for (int left = opcodes; left > 0; left--) {
            offset = in.position();
            opcode = in.read();
            if (opcode < 0) {
                throw Broken.malformed(offset, "ends without STOP");
            }
            if (opcode == '.') {
                frames.stop(offset);
                result = memory.pop(offset);
                return true;
            }
            step();
            if (frames.isOpen()) {
                frames.passed(offset, in.position());
            }
        }
        return false;
    }

    @SuppressWarnings("StatementSwitchToExpressionSwitch")
    private void step() throws IOException {
        switch (opcode) {
            // the ones that make up nearly all of a stream come first
            case 0x94 -> memory.memoize(memory.peek(offset), offset);
            case 'q' -> memory.put(in.u8(), memory.peek(offset), offset);
            case 'r' -> memory.put(in.u32(), memory.peek(offset), offset);
            case 'h' -> push(memory.get(in.u8(), offset));
            case 'j' -> push(memory.get(in.u32(), offset));
            case 0x8c -> push(strings.text(in.u8(), offset));
            case 'X' -> push(strings.text(in.u32(), offset));
            case 'K' -> push(Num.of(in.u8()));
            case 'M' -> push(Num.of(in.u16()));
            case 'J' -> push(number(in.i32()));
            case 'G' -> {
                in.i64();
                push(Plain.VALUE);
            }
            case '(' -> memory.mark(offset);
            case 't' -> tuple(memory.unmark(offset));
            case 0x85 -> push(memory.made(Tuple.of(memory.pop(offset))));
            case 0x86 -> tuple2();
            case 0x87 -> tuple3();
            case ')' -> push(Tuple.EMPTY);
            case ']', '}' -> push(keepsContent ? memory.made(new Items()) : Plain.VALUE);
            case 'a' -> append();
            case 'e', 0x90 -> appendAll();
            case 's' -> setItem();
            case 'u' -> setItems();
            case 'N' -> push(Plain.VALUE);
            case 0x88 -> push(Plain.TRUE);
            case 0x89 -> push(Plain.FALSE);
            case 'R' -> reduce();
            case 0x81 -> newObject();
            case 'b' -> build();
            case 'Q' -> push(memory.made(hooks.persistent(memory.pop(offset))));
            case 'c' -> global(strings.line(offset), strings.line(offset));
            case 0x93 -> stackGlobal();
            default -> seldom();
        }
    }

    private void seldom() throws IOException {
        switch (opcode) {
            case 0x80 -> protocol(in.u8());
            case 0x95 -> frames.open(offset, in.position() + 8, in.i64());
            case 'C' -> push(strings.bytes(in.u8(), offset));
            case 'B', 'T' -> push(strings.bytes(opcode == 'T' ? length(in.i32()) : in.u32(), offset));
            case 'U' -> push(strings.bytes(in.u8(), offset));
            case 0x8d -> push(strings.text(length(in.i64()), offset));
            case 0x8e, 0x96 -> push(strings.bytes(length(in.i64()), offset));
            case 'V' -> push(strings.escapedLine(offset));
            case 'S' -> push(strings.quotedLine(offset));
            case 'I' -> push(integer(strings.line(offset)));
            case 'L' -> push(integer(strings.line(offset).replaceFirst("L$", "")));
            case 'F' -> {
                strings.line(offset);
                push(Plain.VALUE);
            }
            case 0x8a -> push(longNumber(in.u8()));
            case 0x8b -> push(longNumber(length(in.i32())));
            case 'l', 'd', 0x91 -> collection();
            case 0x8f, 0x97 -> push(Plain.VALUE);
            case 0x98 -> memory.peek(offset);
            case '0' -> pop();
            case '1' -> memory.cut(memory.unmark(offset));
            case '2' -> push(memory.peek(offset));
            case 'p' -> memory.put(key(strings.line(offset)), memory.peek(offset), offset);
            case 'g' -> push(memory.get(key(strings.line(offset)), offset));
            case 'P' -> {
                strings.line(offset);
                push(Plain.VALUE);
            }
            case 'i' -> instance();
            case 'o' -> object();
            case 0x92 -> newObjectWithKeywords();
            case 0x82 -> extension(in.u8());
            case 0x83 -> extension(in.u16());
            case 0x84 -> extension(in.i32());
            default -> throw Broken.malformed(offset, String.format("0x%02x is no opcode of protocols 0 to 5", opcode));
        }
    }

    private void push(Value value) throws Broken {
        memory.push(value, offset);
    }

    private Value number(long value) {
        return value >= 0 && value < 1024 ? Num.of(value) : memory.made(Num.of(value));
    }

    private long length(long declared) throws Broken {
        if (declared < 0) {
            throw Broken.malformed(offset, "a length of " + declared);
        }
        return declared;
    }

    private long key(String line) throws Broken {
        try {
            return Long.parseLong(line.strip());
        } catch (NumberFormatException e) {
            throw Broken.malformed(offset, "memo key '" + line + "'");
        }
    }

    private Value integer(String line) throws Broken {
        String digits = line.strip();
        try {
            return number(Long.parseLong(digits));
        } catch (NumberFormatException e) {
            if (digits.matches("[-+]?[0-9_]+")) {
                return Plain.VALUE;
            }
            throw Broken.malformed(offset, "'" + line + "' is no number");
        }
    }

    /** Little-endian two's complement. */
    private Value longNumber(long length) throws IOException {
        if (length > 8) {
            byte[] head = in.take(Math.min(length, 10), 10);
            if (in.skip(length - head.length) < length - head.length) {
                throw in.ends();
            }
            return length == 10 ? calls.magic(head) : Plain.VALUE;
        }
        long value = 0;
        for (int at = 0; at < length; at++) {
            value |= (long) in.u8() << (8 * at);
        }
        int unused = 64 - 8 * (int) length;
        return length == 0 ? Num.of(0) : number((value << unused) >> unused);
    }

    private void protocol(int version) throws Broken {
        protocolSeen = true;
        if (version > PROTOCOLS) {
            throw Broken.malformed(offset, "protocol " + version + " does not exist");
        }
    }

    private void tuple(int from) throws Broken {
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
        push(tuple);
    }

    private void tuple2() throws Broken {
        Value second = memory.pop(offset);
        Value first = memory.pop(offset);
        push(memory.made(Tuple.of(first, second)));
    }

    private void tuple3() throws Broken {
        Value third = memory.pop(offset);
        Value second = memory.pop(offset);
        Value first = memory.pop(offset);
        push(memory.made(Tuple.of(first, second, third)));
    }

    private void append() throws Broken {
        Value item = memory.pop(offset);
        if (memory.peek(offset) instanceof Items items) {
            items.add(item);
        }
    }

    private void appendAll() throws Broken {
        int from = memory.unmark(offset);
        int end = memory.top();
        memory.cut(from);
        if (memory.peek(offset) instanceof Items items) {
            for (int at = from; at < end; at++) {
                items.add(memory.at(at));
            }
        }
    }

    private void setItem() throws Broken {
        Value value = memory.pop(offset);
        Value key = memory.pop(offset);
        if (memory.peek(offset) instanceof Items items) {
            items.add(key);
            items.add(value);
        } else {
            calls.setItem(memory.peek(offset), offset);
        }
    }

    private void setItems() throws Broken {
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
    private void collection() throws Broken {
        int from = memory.unmark(offset);
        int end = memory.top();
        memory.cut(from);
        if (!keepsContent) {
            push(Plain.VALUE);
            return;
        }
        Items items = new Items();
        for (int at = from; at < end; at++) {
            items.add(memory.at(at));
        }
        push(memory.made(items));
    }

    private void pop() throws Broken {
        if (memory.isMarkOnTop()) {
            memory.unmark(offset);
        } else {
            memory.pop(offset);
        }
    }

    private void global(String module, String name) throws Broken {
        push(named(module, name));
    }

    private Value named(String module, String name) {
        Value.Global global = calls.global(module, name, offset);
        keepsContent |= hooks.keepsContent(global);
        return global;
    }

    private void stackGlobal() throws Broken {
        Value name = memory.pop(offset);
        Value module = memory.pop(offset);
        if (module instanceof Text first && name instanceof Text second && first.whole() && second.whole()) {
            push(named(first.text(), second.text()));
            return;
        }
        boolean dropped = module == Plain.UNTRACKED || name == Plain.UNTRACKED;
        scope.find(
                dropped ? Rule.PICKLE_UNTRACKED : Rule.PICKLE_COMPUTED_NAME,
                offset,
                dropped ? "a name was dropped before it was used" : "the name of an import is no text of the stream");
        push(Plain.UNTRACKED);
    }

    private void reduce() throws Broken {
        Value args = memory.pop(offset);
        push(memory.made(calls.call(memory.pop(offset), args, offset)));
    }

    private void newObject() throws Broken {
        Value args = memory.pop(offset);
        push(memory.made(calls.create(memory.pop(offset), args, offset)));
    }

    private void newObjectWithKeywords() throws Broken {
        memory.pop(offset);
        newObject();
    }

    private void object() throws Broken {
        int from = memory.unmark(offset);
        if (memory.top() <= from) {
            throw Broken.malformed(offset, "OBJ without a class");
        }
        Value type = memory.at(from);
        tuple(from + 1);
        Value args = memory.pop(offset);
        memory.cut(from);
        push(memory.made(calls.call(type, args, offset)));
    }

    private void instance() throws IOException {
        Value type = named(strings.line(offset), strings.line(offset));
        tuple(memory.unmark(offset));
        push(memory.made(calls.call(type, memory.pop(offset), offset)));
    }

    private void build() throws IOException {
        Value state = memory.pop(offset);
        Value object = memory.peek(offset);
        calls.build(object, offset);
        frames.passed(offset, in.position());
        hooks.built(object, state, in, scope);
    }

    private void extension(int code) throws Broken {
        scope.find(Rule.PICKLE_EXTENSION, offset, "extension code " + code);
        push(calls.global("copyreg", "extension-" + code, offset));
    }
}
