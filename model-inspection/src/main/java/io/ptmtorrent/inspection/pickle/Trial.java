package io.ptmtorrent.inspection.pickle;

import io.ptmtorrent.inspection.bytes.Broken;
import io.ptmtorrent.inspection.bytes.ByteInput;
import io.ptmtorrent.inspection.judge.Scope;
import java.io.IOException;

/**
 * Tells whether bytes without a certain mark are a pickle, by running them and writing nothing down.
 *
 * <p>Old protocols have no magic: any text may begin as one. It counts as a pickle where the stream ends as one should, or
 * breaks only after it has named something that is known, or called anything.
 */
public final class Trial {
    /** No other bytes run so far: after a header, and without one. */
    private static final int HEADED = 1_000;

    private static final int OPCODES = 100_000;

    private Trial() {}

    /**
     * Runs a stream.
     *
     * @param input is read to where the stream ends or breaks
     */
    public static boolean isPickle(ByteInput input, Scope scope) throws IOException {
        Machine machine = new Machine(input, scope.silent(), PickleHooks.NONE);
        long start = input.position();
        try {
            if (!machine.run(machine.hasHeader() ? HEADED : OPCODES)) {
                return true;
            }
            return input.position() - start > 2 || machine.hasProtocol();
        } catch (Broken e) {
            return machine.isTelling();
        }
    }
}
