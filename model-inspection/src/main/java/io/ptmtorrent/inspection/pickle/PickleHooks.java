package io.ptmtorrent.inspection.pickle;

import io.ptmtorrent.inspection.bytes.ByteInput;
import io.ptmtorrent.inspection.judge.Scope;
import java.io.IOException;

/** What a format built on pickle adds: places outside the stream, arrays inside it. */
public interface PickleHooks {
    /** A pickle and nothing else. */
    PickleHooks NONE = new PickleHooks() {};

    /** What a persistent id stands for. */
    default Value persistent(Value id) {
        return Value.Plain.VALUE;
    }

    /** A call of a class or function, after it was noted. */
    default void called(Value.Global callable, Value args) {}

    /** How many streams this one lies in, by the format's own way. */
    default int depth() {
        return 0;
    }

    /** Whether a class is the file's own code, judged elsewhere. */
    default boolean isOwn(String module) {
        return false;
    }

    /**
     * State was given to an object, and the stream's reader may now read from the file itself.
     *
     * @param object what got the state
     * @param state as {@link Value.Items} only where {@link #keepsContent} says so
     */
    default void built(Value object, Value state, ByteInput input, Scope scope) throws IOException {}

    /** Whether lists and dicts keep their content from here on. */
    default boolean keepsContent(Value.Global named) {
        return false;
    }
}
