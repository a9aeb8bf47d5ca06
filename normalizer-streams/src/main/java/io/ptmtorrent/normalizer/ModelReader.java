package io.ptmtorrent.normalizer;

import io.ptmtorrent.avro.Model;
import io.ptmtorrent.normalizer.models.ModelRow;
import io.ptmtorrent.normalizer.wire.RecordReader;
import io.ptmtorrent.normalizer.wire.RecordReader.Decoded;

/** Reads the Models that our own store holds. For the task's thread. */
final class ModelReader {
    private final RecordReader<Model> reader;

    ModelReader(RecordReader<Model> reader) {
        this.reader = reader;
    }

    /** The Model of a live model's row. */
    Model decode(ModelRow row) {
        return decode(row.framedModel());
    }

    /** A Model as its topic holds it. */
    Model decode(byte[] framed) {
        if (reader.read(framed) instanceof Decoded<Model> read) {
            return read.value();
        }
        throw new IllegalStateException("store models: a model that does not read back");
    }
}
