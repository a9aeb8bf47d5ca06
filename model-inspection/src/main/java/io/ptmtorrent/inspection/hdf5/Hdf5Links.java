package io.ptmtorrent.inspection.hdf5;

import io.ptmtorrent.inspection.bytes.Broken;
import io.ptmtorrent.inspection.judge.Rule;
import io.ptmtorrent.inspection.judge.Scope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/** How groups lead to objects: symbol tables (III.A, III.B), link messages (IV.A.2.g), heaps of link messages (III.G). */
final class Hdf5Links {
    private static final int NODES = 200_000;
    private static final int NAME = 1 << 16;
    private static final int EXTERNAL = 64;

    private final Hdf5Reader reader;
    private final Scope scope;
    private final Lead lead;
    private int nodes;

    /** Is given each object's address. */
    interface Lead {
        void to(long address) throws Broken;
    }

    Hdf5Links(Hdf5Reader reader, Scope scope, Lead lead) {
        this.reader = reader;
        this.scope = scope;
        this.lead = lead;
    }

    /** A B-tree of version 1 over nodes of symbols; the names in the heap say nothing that we need. */
    void table(long tree, long heap) throws IOException {
        if (heap != Hdf5Reader.NONE && !reader.at(heap).signature("HEAP")) {
            throw Broken.malformed(heap, "no heap of names");
        }
        Deque<Long> waiting = new ArrayDeque<>();
        Set<Long> seen = new HashSet<>();
        waiting.push(tree);
        while (!waiting.isEmpty()) {
            long address = waiting.pop();
            if (!seen.add(address) || ++nodes > NODES || waiting.size() > NODES) {
                throw Broken.malformed(address, "a tree that leads back to itself, or never ends");
            }
            Hdf5Reader.Cursor in = reader.at(address);
            if (in.signature("TREE")) {
                children(in, waiting);
            } else {
                symbols(reader.at(address));
            }
        }
    }

    private void children(Hdf5Reader.Cursor in, Deque<Long> waiting) throws IOException {
        if (in.u8() != 0) {
            throw Broken.malformed(in.position(), "a tree of another kind");
        }
        in.skip(1);
        int used = in.u16();
        in.skip(2L * reader.offsetWidth());
        in.skip(reader.lengthWidth());
        for (int child = 0; child < used; child++) {
            waiting.push(in.offset());
            in.skip(reader.lengthWidth());
        }
    }

    private void symbols(Hdf5Reader.Cursor in) throws IOException {
        if (!in.signature("SNOD") || in.u8() != 1) {
            throw Broken.malformed(in.position(), "no node of symbols");
        }
        in.skip(1);
        int count = in.u16();
        for (int symbol = 0; symbol < count; symbol++) {
            in.skip(reader.offsetWidth());
            long address = in.offset();
            long kind = in.u32();
            in.skip(20);
            if (kind != 2) {
                lead.to(address);
            }
        }
    }

    /** One link: hard ones are followed, external ones told. */
    void link(Hdf5Reader.Cursor in) throws IOException {
        if (in.u8() != 1) {
            throw Broken.malformed(in.position(), "no link");
        }
        int flags = in.u8();
        int type = (flags & 8) != 0 ? in.u8() : 0;
        in.skip((flags & 4) != 0 ? 8 : 0);
        in.skip((flags & 16) != 0 ? 1 : 0);
        long length = in.number(1 << (flags & 3));
        if (length < 0 || length > NAME) {
            throw Broken.malformed(in.position(), "a link's name of " + length + " bytes");
        }
        String name = new String(in.take((int) length), StandardCharsets.UTF_8);
        if (type == 0) {
            lead.to(in.offset());
            return;
        }
        long offset = in.position();
        byte[] value = in.take(in.u16());
        if (type == EXTERNAL) {
            String target =
                    new String(value, StandardCharsets.UTF_8).replace('\0', ' ').strip();
            scope.find(Rule.HDF5_EXTERNAL, offset, "'" + name + "' leads to " + target);
        }
    }

    /** Links of a large group, in a fractal heap. */
    void dense(Hdf5Reader.Cursor in) throws IOException {
        in.skip(1);
        int flags = in.u8();
        in.skip((flags & 1) != 0 ? 8 : 0);
        long heap = in.offset();
        if (heap != Hdf5Reader.NONE) {
            new FractalHeap(reader, heap).each(this::link);
        }
    }
}
