package io.ptmtorrent.inspection;

import io.ptmtorrent.inspection.bytes.ByteInput;
import io.ptmtorrent.inspection.bytes.Bytes;
import io.ptmtorrent.inspection.judge.Part.Certainty;
import io.ptmtorrent.inspection.judge.Scope;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A format: how its content is known, and who reads it.
 *
 * @param name in reports, until the reader says a better one
 * @param match by content, never by name
 * @param reader tells what it sees; what it does not tell, it has accounted for
 * @param forward the same over a stream; null where it must be read by position
 */
record Format(
        String name, Match match, Reader reader, @Nullable Forward forward) {
    Format(String name, Match match, Reader reader) {
        this(name, match, reader, null);
    }

    /** The first bytes of a file, and all of them; never compared. */
    @SuppressWarnings("ArrayRecordComponent")
    record Look(byte[] head, Bytes bytes, Certainty certainty, Scope scope) {
        int at(int index) {
            return index < head.length ? head[index] & 0xff : -1;
        }

        boolean startsWith(int... magic) {
            for (int index = 0; index < magic.length; index++) {
                if (at(index) != magic[index]) {
                    return false;
                }
            }
            return true;
        }

        boolean startsWith(String ascii) {
            return startsWith(ascii.chars().toArray());
        }

        boolean has(int index, String ascii) {
            for (int letter = 0; letter < ascii.length(); letter++) {
                if (at(index + letter) != ascii.charAt(letter)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Whether content is of a format. */
    interface Match {
        boolean is(Look look) throws IOException;
    }

    /** Reads content of a format. */
    interface Reader {
        /** Reads all of it; gives the format's full name; null where it holds nothing that is known. */
        @Nullable
        String read(String name, Bytes bytes, Certainty certainty, Scope scope) throws IOException;
    }

    /** A format that is read forward, from first byte to last. */
    interface Forward {
        @Nullable
        String read(ByteInput in, Scope scope) throws IOException;
    }

    static Format forward(String name, Match match, Forward reader) {
        return new Format(name, match, (file, bytes, certainty, scope) -> reader.read(bytes.input(), scope), reader);
    }
}
