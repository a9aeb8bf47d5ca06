package io.ptmtorrent.inspection.pickle;

import io.ptmtorrent.inspection.bytes.Broken;
import io.ptmtorrent.inspection.bytes.ByteInput;
import io.ptmtorrent.inspection.judge.Scope;
import io.ptmtorrent.inspection.pickle.Value.Num;
import io.ptmtorrent.inspection.pickle.Value.Plain;
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
    private final Memory memory;
    private final Strings strings;
    private final Calls calls;
    private final PickleHooks hooks;
    private final Frames frames;
    private final Numbers numbers;
    private final Containers containers;
    private final Construction construction;
    private boolean protocolSeen;
    private Value result = Plain.VALUE;
    private int opcode;
    private long offset;

    /**
     * @param in read from the first opcode to the byte after STOP
     */
    public Machine(ByteInput in, Scope scope, PickleHooks hooks) {
        this.in = in;
        this.hooks = hooks;
        this.memory = new Memory(scope.depth() + hooks.depth());
        this.strings = new Strings(in, memory, scope);
        this.calls = new Calls(scope, hooks);
        this.frames = new Frames(scope);
        this.numbers = new Numbers(in, memory, calls);
        this.containers = new Containers(memory, calls);
        this.construction = new Construction(in, scope, memory, strings, calls, hooks, frames, containers);
    }

    /** Has lists and dicts keep their content from the start. */
    public Machine keepContent() {
        containers.keepContent();
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
            case 'J' -> push(numbers.of(in.i32()));
            case 'G' -> {
                in.i64();
                push(Plain.VALUE);
            }
            case '(' -> memory.mark(offset);
            case 't' -> containers.tuple(memory.unmark(offset), offset);
            case 0x85 -> push(memory.made(Tuple.of(memory.pop(offset))));
            case 0x86 -> containers.tuple2(offset);
            case 0x87 -> containers.tuple3(offset);
            case ')' -> push(Tuple.EMPTY);
            case ']', '}' -> containers.empty(offset);
            case 'a' -> containers.append(offset);
            case 'e', 0x90 -> containers.appendAll(offset);
            case 's' -> containers.setItem(offset);
            case 'u' -> containers.setItems(offset);
            case 'N' -> push(Plain.VALUE);
            case 0x88 -> push(Plain.TRUE);
            case 0x89 -> push(Plain.FALSE);
            case 'R' -> construction.reduce(offset);
            case 0x81 -> construction.newObject(offset);
            case 'b' -> construction.build(offset);
            case 'Q' -> push(memory.made(hooks.persistent(memory.pop(offset))));
            case 'c' -> construction.global(strings.line(offset), strings.line(offset), offset);
            case 0x93 -> construction.stackGlobal(offset);
            default -> seldom();
        }
    }

    private void seldom() throws IOException {
        switch (opcode) {
            case 0x80 -> protocol(in.u8());
            case 0x95 -> frames.open(offset, in.position() + 8, in.i64());
            case 'C' -> push(strings.bytes(in.u8(), offset));
            case 'B', 'T' -> push(strings.bytes(opcode == 'T' ? Numbers.length(in.i32(), offset) : in.u32(), offset));
            case 'U' -> push(strings.bytes(in.u8(), offset));
            case 0x8d -> push(strings.text(Numbers.length(in.i64(), offset), offset));
            case 0x8e, 0x96 -> push(strings.bytes(Numbers.length(in.i64(), offset), offset));
            case 'V' -> push(strings.escapedLine(offset));
            case 'S' -> push(strings.quotedLine(offset));
            case 'I' -> push(numbers.ofDigits(strings.line(offset), offset));
            case 'L' -> push(numbers.ofDigits(strings.line(offset).replaceFirst("L$", ""), offset));
            case 'F' -> {
                strings.line(offset);
                push(Plain.VALUE);
            }
            case 0x8a -> push(numbers.ofBytes(in.u8()));
            case 0x8b -> push(numbers.ofBytes(Numbers.length(in.i32(), offset)));
            case 'l', 'd', 0x91 -> containers.collection(offset);
            case 0x8f, 0x97 -> push(Plain.VALUE);
            case 0x98 -> memory.peek(offset);
            case '0' -> containers.pop(offset);
            case '1' -> memory.cut(memory.unmark(offset));
            case '2' -> push(memory.peek(offset));
            case 'p' -> memory.put(Numbers.key(strings.line(offset), offset), memory.peek(offset), offset);
            case 'g' -> push(memory.get(Numbers.key(strings.line(offset), offset), offset));
            case 'P' -> {
                strings.line(offset);
                push(Plain.VALUE);
            }
            case 'i' -> construction.instance(offset);
            case 'o' -> construction.object(offset);
            case 0x92 -> construction.newObjectWithKeywords(offset);
            case 0x82 -> construction.extension(in.u8(), offset);
            case 0x83 -> construction.extension(in.u16(), offset);
            case 0x84 -> construction.extension(in.i32(), offset);
            default -> throw Broken.malformed(offset, String.format("0x%02x is no opcode of protocols 0 to 5", opcode));
        }
    }

    private void push(Value value) throws Broken {
        memory.push(value, offset);
    }

    private void protocol(int version) throws Broken {
        protocolSeen = true;
        if (version > PROTOCOLS) {
            throw Broken.malformed(offset, "protocol " + version + " does not exist");
        }
    }
}
