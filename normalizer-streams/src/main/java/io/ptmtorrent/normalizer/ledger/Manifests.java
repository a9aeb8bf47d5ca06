package io.ptmtorrent.normalizer.ledger;

import io.ptmtorrent.avro.Manifest;
import io.ptmtorrent.contract.RecordSerdes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;

/** Manifests as rows hold them: plain Avro of this build's schema. A row lives as long as its request. */
final class Manifests {
    private final SpecificData data = SpecificData.getForClass(Manifest.class);
    private final SpecificDatumWriter<Manifest> writer = new SpecificDatumWriter<>(Manifest.getClassSchema(), data);
    private final SpecificDatumReader<Manifest> reader =
            new SpecificDatumReader<>(Manifest.getClassSchema(), Manifest.getClassSchema(), data);

    Manifests() {
        RecordSerdes.trustOurRecords();
    }

    byte[] write(Manifest manifest) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        try {
            writer.write(manifest, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    Manifest read(byte[] bytes) {
        try {
            return reader.read(null, DecoderFactory.get().binaryDecoder(bytes, null));
        } catch (IOException e) {
            throw new UncheckedIOException("store ledger: not a manifest", e);
        }
    }
}
