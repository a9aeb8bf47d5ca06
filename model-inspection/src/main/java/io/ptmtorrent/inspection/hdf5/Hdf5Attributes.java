package io.ptmtorrent.inspection.hdf5;

import io.ptmtorrent.inspection.bytes.Broken;
import io.ptmtorrent.inspection.bytes.Bytes;
import io.ptmtorrent.inspection.judge.Scope;
import io.ptmtorrent.inspection.keras.KerasConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Attributes (section IV.A.2.m); those that Keras keeps its settings in are judged. */
final class Hdf5Attributes {
    private static final Set<String> SETTINGS = Set.of("model_config", "training_config", "layer_config");
    private static final Set<String> FACTS = Set.of("keras_version", "backend");
    private static final int LONGEST = 4 << 20;
    private static final int MANY = 64;
    private static final int FIXED_TEXT = 3;
    private static final int VARIABLE = 9;

    private final Hdf5Reader reader;
    private final Scope scope;
    private boolean keras;
    private int settings;

    Hdf5Attributes(Hdf5Reader reader, Scope scope) {
        this.reader = reader;
        this.scope = scope;
    }

    boolean isKeras() {
        return keras;
    }

    /** Attributes of an object that has many, in a fractal heap. */
    void dense(Hdf5Reader.Cursor in) throws IOException {
        in.skip(1);
        int flags = in.u8();
        in.skip((flags & 1) != 0 ? 2 : 0);
        long heap = in.offset();
        if (heap != Hdf5Reader.NONE) {
            new FractalHeap(reader, heap).each(this::attribute);
        }
    }

    void attribute(Hdf5Reader.Cursor in) throws IOException {
        int version = in.u8();
        if (version < 1 || version > 3) {
            throw Broken.malformed(in.position(), "version " + version + " of an attribute");
        }
        int flags = in.u8();
        int nameSize = in.u16();
        int typeSize = in.u16();
        int spaceSize = in.u16();
        in.skip(version == 3 ? 1 : 0);
        int unit = version == 1 ? 8 : 1;
        String name = new String(in.take(nameSize), StandardCharsets.UTF_8).replace("\0", "");
        in.skip(padding(nameSize, unit));
        Hdf5Reader.Cursor type = reader.at(in.address());
        in.skip((long) typeSize + padding(typeSize, unit));
        Hdf5Reader.Cursor space = reader.at(in.address());
        in.skip((long) spaceSize + padding(spaceSize, unit));
        boolean shared = version > 1 && flags != 0;
        if (shared || typeSize < 8) {
            if (SETTINGS.contains(name)) {
                throw Broken.unscannable(in.position(), "'" + name + "' is of a type that lies elsewhere");
            }
            return;
        }
        value(name, type, Hdf5Space.elements(space), in);
    }

    private static int padding(int size, int unit) {
        return (unit - size % unit) % unit;
    }

    private void value(String name, Hdf5Reader.Cursor type, long elements, Hdf5Reader.Cursor in) throws IOException {
        int kind = type.u8() & 15;
        type.skip(3);
        long size = type.u32();
        if (Math.multiplyHigh(size, elements) != 0 || size * elements < 0) {
            throw Broken.malformed(in.position(), "an attribute larger than any file");
        }
        Hdf5Reader.Cursor data = reader.at(in.address());
        in.skip(size * elements);
        boolean wanted = SETTINGS.contains(name) || FACTS.contains(name);
        if (!wanted || elements != 1) {
            return;
        }
        byte[] text = switch (kind) {
            case FIXED_TEXT -> data.take(limited(size, in));
            case VARIABLE -> variable(data);
            default -> throw Broken.unscannable(in.position(), "'" + name + "' is no text");
        };
        tell(name, text);
    }

    private static int limited(long size, Hdf5Reader.Cursor in) throws Broken {
        if (size > LONGEST) {
            throw Broken.unscannable(in.position(), "an attribute of " + size + " bytes");
        }
        return (int) size;
    }

    private void tell(String name, byte[] text) throws IOException {
        int end = text.length;
        while (end > 0 && text[end - 1] == 0) {
            end--;
        }
        byte[] plain = java.util.Arrays.copyOf(text, end);
        if (FACTS.contains(name)) {
            scope.fact(name, new String(plain, StandardCharsets.UTF_8));
        } else {
            keras = true;
            if (++settings > MANY) {
                throw Broken.unscannable(0, "has settings of more than " + MANY + " models");
            }
            KerasConfig.judge(Bytes.of(plain).input(), scope.named(name));
        }
    }

    /** A global heap's object (section III.E): length, address of the collection, number. */
    private byte[] variable(Hdf5Reader.Cursor data) throws IOException {
        long length = data.u32();
        long address = data.offset();
        long number = data.u32();
        Hdf5Reader.Cursor heap = reader.at(address);
        if (!heap.signature("GCOL") || heap.u8() != 1) {
            throw Broken.malformed(address, "no global heap");
        }
        heap.skip(3);
        long size = heap.length();
        long end = heap.position() - 8 - reader.lengthWidth() + size;
        while (heap.position() + 16 <= end) {
            int index = heap.u16();
            heap.skip(6);
            long bytes = heap.length();
            if (index == number) {
                return heap.take(limited(Math.min(length, bytes), heap));
            }
            if (index == 0) {
                break;
            }
            heap.skip((bytes + 7) / 8 * 8);
        }
        throw Broken.malformed(address, "object " + number + " is not in its global heap");
    }
}
