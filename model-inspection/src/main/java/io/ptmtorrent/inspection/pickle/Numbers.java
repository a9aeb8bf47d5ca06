package io.ptmtorrent.inspection.pickle;

import io.ptmtorrent.inspection.bytes.Broken;
import io.ptmtorrent.inspection.bytes.ByteInput;
import io.ptmtorrent.inspection.pickle.Value.Num;
import io.ptmtorrent.inspection.pickle.Value.Plain;
import java.io.IOException;

/** A stream's whole numbers, of digits and of bytes. One thread. */
final class Numbers {
    private final ByteInput in;
    private final Memory memory;
    private final Calls calls;

    Numbers(ByteInput in, Memory memory, Calls calls) {
        this.in = in;
        this.memory = memory;
        this.calls = calls;
    }

    Value of(long value) {
        return value >= 0 && value < 1024 ? Num.of(value) : memory.made(Num.of(value));
    }

    static long length(long declared, long offset) throws Broken {
        if (declared < 0) {
            throw Broken.malformed(offset, "a length of " + declared);
        }
        return declared;
    }

    static long key(String line, long offset) throws Broken {
        try {
            return Long.parseLong(line.strip());
        } catch (NumberFormatException e) {
            throw Broken.malformed(offset, "memo key '" + line + "'");
        }
    }

    Value ofDigits(String line, long offset) throws Broken {
        String digits = line.strip();
        try {
            return of(Long.parseLong(digits));
        } catch (NumberFormatException e) {
            if (digits.matches("[-+]?[0-9_]+")) {
                return Plain.VALUE;
            }
            throw Broken.malformed(offset, "'" + line + "' is no number");
        }
    }

    /** Little-endian two's complement. */
    Value ofBytes(long length) throws IOException {
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
        return length == 0 ? Num.of(0) : of((value << unused) >> unused);
    }
}
