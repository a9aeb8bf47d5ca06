package io.ptmtorrent.inspection.pickle;

import io.ptmtorrent.inspection.bytes.Broken;
import io.ptmtorrent.inspection.bytes.ByteInput;
import io.ptmtorrent.inspection.judge.Rule;
import io.ptmtorrent.inspection.judge.Scope;
import io.ptmtorrent.inspection.pickle.Value.Plain;
import io.ptmtorrent.inspection.pickle.Value.Text;
import java.io.IOException;

/** The opcodes that import, call and make objects: what a stream may do. Each is noted where it happens. One thread. */
final class Construction {
    private final ByteInput in;
    private final Scope scope;
    private final Memory memory;
    private final Strings strings;
    private final Calls calls;
    private final PickleHooks hooks;
    private final Frames frames;
    private final Containers containers;

    Construction(
            ByteInput in,
            Scope scope,
            Memory memory,
            Strings strings,
            Calls calls,
            PickleHooks hooks,
            Frames frames,
            Containers containers) {
        this.in = in;
        this.scope = scope;
        this.memory = memory;
        this.strings = strings;
        this.calls = calls;
        this.hooks = hooks;
        this.frames = frames;
        this.containers = containers;
    }

    void global(String module, String name, long offset) throws Broken {
        memory.push(named(module, name, offset), offset);
    }

    private Value named(String module, String name, long offset) {
        Value.Global global = calls.global(module, name, offset);
        if (hooks.keepsContent(global)) {
            containers.keepContent();
        }
        return global;
    }

    void stackGlobal(long offset) throws Broken {
        Value name = memory.pop(offset);
        Value module = memory.pop(offset);
        if (module instanceof Text first && name instanceof Text second && first.whole() && second.whole()) {
            memory.push(named(first.text(), second.text(), offset), offset);
            return;
        }
        boolean dropped = module == Plain.UNTRACKED || name == Plain.UNTRACKED;
        scope.find(
                dropped ? Rule.PICKLE_UNTRACKED : Rule.PICKLE_COMPUTED_NAME,
                offset,
                dropped ? "a name was dropped before it was used" : "the name of an import is no text of the stream");
        memory.push(Plain.UNTRACKED, offset);
    }

    void reduce(long offset) throws Broken {
        Value args = memory.pop(offset);
        memory.push(memory.made(calls.call(memory.pop(offset), args, offset)), offset);
    }

    void newObject(long offset) throws Broken {
        Value args = memory.pop(offset);
        memory.push(memory.made(calls.create(memory.pop(offset), args, offset)), offset);
    }

    void newObjectWithKeywords(long offset) throws Broken {
        memory.pop(offset);
        newObject(offset);
    }

    void object(long offset) throws Broken {
        int from = memory.unmark(offset);
        if (memory.top() <= from) {
            throw Broken.malformed(offset, "OBJ without a class");
        }
        Value type = memory.at(from);
        containers.tuple(from + 1, offset);
        Value args = memory.pop(offset);
        memory.cut(from);
        memory.push(memory.made(calls.call(type, args, offset)), offset);
    }

    void instance(long offset) throws IOException {
        Value type = named(strings.line(offset), strings.line(offset), offset);
        containers.tuple(memory.unmark(offset), offset);
        memory.push(memory.made(calls.call(type, memory.pop(offset), offset)), offset);
    }

    void build(long offset) throws IOException {
        Value state = memory.pop(offset);
        Value object = memory.peek(offset);
        calls.build(object, offset);
        frames.passed(offset, in.position());
        hooks.built(object, state, in, scope);
    }

    void extension(int code, long offset) throws Broken {
        scope.find(Rule.PICKLE_EXTENSION, offset, "extension code " + code);
        memory.push(calls.global("copyreg", "extension-" + code, offset), offset);
    }
}
