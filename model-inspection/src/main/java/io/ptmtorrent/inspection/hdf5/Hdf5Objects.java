package io.ptmtorrent.inspection.hdf5;

import io.ptmtorrent.inspection.bytes.Broken;
import io.ptmtorrent.inspection.judge.Rule;
import io.ptmtorrent.inspection.judge.Scope;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/** Object headers of versions 1 and 2 (section IV.A), their messages, and the objects that groups lead to. */
final class Hdf5Objects {
    private static final int OBJECTS = 200_000;
    private static final int MESSAGES = 20_000;

    private final Hdf5Reader reader;
    private final Scope scope;
    private final Hdf5Attributes attributes;
    private final Hdf5Links links;
    private final Deque<Long> waiting = new ArrayDeque<>();
    private final Set<Long> seen = new HashSet<>();
    private int messages;
    private long datasets;
    private long elements;
    private long shape;
    private boolean layout;

    Hdf5Objects(Hdf5Reader reader, Scope scope) {
        this.reader = reader;
        this.scope = scope;
        this.attributes = new Hdf5Attributes(reader, scope);
        this.links = new Hdf5Links(reader, scope, this::lead);
    }

    String walk(long root) throws IOException {
        lead(root);
        while (!waiting.isEmpty()) {
            header(waiting.pop());
        }
        scope.count("datasets", datasets);
        scope.count("elements", elements);
        return attributes.isKeras() ? "hdf5-keras" : "hdf5";
    }

    private void lead(long address) throws Broken {
        if (address != Hdf5Reader.NONE && seen.add(address)) {
            if (seen.size() > OBJECTS) {
                throw Broken.unscannable(0, "has more than " + OBJECTS + " objects");
            }
            waiting.push(address);
        }
    }

    private void header(long address) throws IOException {
        Hdf5Reader.Cursor in = reader.at(address);
        messages = 0;
        shape = 0;
        layout = false;
        if (in.u8() == 1) {
            in.skip(1);
            int count = in.u16();
            in.skip(4);
            long size = in.u32();
            in.skip(4);
            blocks(in, size, count);
        } else {
            second(reader.at(address));
        }
        if (layout) {
            datasets++;
            elements = Math.max(elements, elements + shape);
        }
    }

    /** Version 1: messages of eight bytes' alignment, in blocks that lead to each other. */
    private void blocks(Hdf5Reader.Cursor first, long size, int count) throws IOException {
        Deque<long[]> blocks = new ArrayDeque<>();
        blocks.add(new long[] {first.address(), size});
        while (!blocks.isEmpty()) {
            long[] block = blocks.poll();
            Hdf5Reader.Cursor in = reader.at(block[0]);
            long end = in.position() + block[1];
            while (in.position() + 8 <= end && messages < count) {
                int type = in.u16();
                int length = in.u16();
                int flags = in.u8();
                in.skip(3);
                long next = in.position() + length;
                if (next > end) {
                    throw Broken.malformed(in.position(), "a message reaches beyond its header");
                }
                message(type, length, flags, in, blocks);
                in.skip(next - in.position());
            }
        }
    }

    /** Version 2: a signature, no alignment, checksums. */
    private void second(Hdf5Reader.Cursor in) throws IOException {
        if (!in.signature("OHDR") || in.u8() != 2) {
            throw Broken.malformed(in.position(), "no object header");
        }
        int flags = in.u8();
        in.skip((flags & 0x20) != 0 ? 16 : 0);
        in.skip((flags & 0x10) != 0 ? 4 : 0);
        long size = in.number(1 << (flags & 3));
        Deque<long[]> blocks = new ArrayDeque<>();
        chunk(in, size, flags, blocks);
        while (!blocks.isEmpty()) {
            long[] block = blocks.poll();
            Hdf5Reader.Cursor more = reader.at(block[0]);
            if (!more.signature("OCHK")) {
                throw Broken.malformed(more.position(), "no continuation of a header");
            }
            chunk(more, block[1] - 8, flags, blocks);
        }
    }

    private void chunk(Hdf5Reader.Cursor in, long size, int flags, Deque<long[]> blocks) throws IOException {
        long end = in.position() + size;
        int head = (flags & 4) != 0 ? 6 : 4;
        while (in.position() + head <= end) {
            int type = in.u8();
            int length = in.u16();
            int own = in.u8();
            in.skip(head - 4L);
            long next = in.position() + length;
            if (next > end) {
                throw Broken.malformed(in.position(), "a message reaches beyond its header");
            }
            message(type, length, own, in, blocks);
            in.skip(next - in.position());
        }
    }

    private void message(int type, int length, int flags, Hdf5Reader.Cursor in, Deque<long[]> blocks)
            throws IOException {
        if (++messages > MESSAGES) {
            throw Broken.unscannable(in.position(), "an object of more than " + MESSAGES + " messages");
        }
        boolean shared = (flags & 2) != 0;
        if (length == 0 || (shared && type != 0x10)) {
            return;
        }
        switch (type) {
            case 0x01 -> shape = Hdf5Space.elements(in);
            case 0x02 -> links.dense(in);
            case 0x06 -> links.link(in);
            case 0x07 -> scope.find(Rule.HDF5_EXTERNAL, in.position(), "data in another file");
            case 0x08 -> layout(in);
            case 0x0c -> attributes.attribute(in);
            case 0x10 -> blocks.add(new long[] {in.offset(), in.length()});
            case 0x11 -> links.table(in.offset(), in.offset());
            case 0x15 -> attributes.dense(in);
            default -> {}
        }
    }

    /** A virtual data set is put together from others, which may lie in other files. */
    private void layout(Hdf5Reader.Cursor in) throws IOException {
        layout = true;
        int version = in.u8();
        if (version == 4 && in.u8() == 3) {
            scope.find(Rule.HDF5_EXTERNAL, in.position(), "a data set put together from other files");
        }
    }
}
