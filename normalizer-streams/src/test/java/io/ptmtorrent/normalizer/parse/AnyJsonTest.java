package io.ptmtorrent.normalizer.parse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ptmtorrent.avro.Model;
import io.ptmtorrent.avro.Provenance;
import io.ptmtorrent.contract.RecordSerdes;
import io.ptmtorrent.normalizer.wire.RecordWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever JSON comes, a parser gives a Model that its topic can hold, or says why it gives none. */
final class AnyJsonTest {
    static {
        RecordSerdes.trustOurRecords();
    }

    private static final JsonMapper JSON = new JsonMapper();
    private static final int LIMIT = 4 * 1024 * 1024;
    private static final int HEADER = 5;
    private static final int SEEDS = 40;
    private static final int ROWS_A_SEED = 60;

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("hubsAndSeeds")
    void anyJsonIsAModelOrARejection(HubParser parser, int seed) throws IOException {
        // given
        AnyJson any = new AnyJson(new Random(seed));

        // when, then
        for (int i = 0; i < ROWS_A_SEED; i++) {
            byte[] row = JSON.writeValueAsBytes(i % 10 == 0 ? any.value(4) : any.row(parser.hub()));
            Parsed parsed = parser.parse(row);
            assertThat(parser.parse(row)).isEqualTo(parsed);
            if (parsed instanceof Accepted accepted) {
                assertSound(accepted.model(), new String(row, UTF_8));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("goldenRows")
    void aRowWithOneMemberReplacedIsAModelOrARejection(String name) throws IOException {
        // given
        JsonNode row = JSON.readTree(new GoldenCases("huggingface").input(name));
        HuggingFaceParser parser = new HuggingFaceParser();
        AnyJson any = new AnyJson(new Random(name.hashCode()));

        // when, then
        for (int i = 0; i < 25; i++) {
            byte[] changed = JSON.writeValueAsBytes(any.withOneReplaced(row));
            if (parser.parse(changed) instanceof Accepted accepted) {
                assertSound(accepted.model(), new String(changed, UTF_8));
            }
        }
    }

    @Test
    void claimsEndAtTheirBoundsAndTheRestIsCounted() throws IOException {
        // given
        String metric = "{\"type\":\"accuracy\",\"value\":0.5},";
        String many = "[" + metric.repeat(2_999) + "{\"type\":\"accuracy\",\"value\":0.5}]";
        String wide = "[{\"type\":\"" + "x".repeat(200_000) + "\",\"value\":1},{\"type\":\"" + "y".repeat(200_000)
                + "\",\"value\":1}]";

        // when
        Model ofMany = indexed(many);
        Model ofWide = indexed(wide);

        // then
        assertThat(ofMany.getClaims()).hasSize(HuggingFaceClaims.MOST);
        assertThat(ofMany.getIssues().getLast().getProblem()).isEqualTo("2000 more claims did not fit");
        assertThat(ofWide.getClaims()).hasSize(1);
        assertThat(ofWide.getIssues().getLast().getProblem()).isEqualTo("1 more claims did not fit");
        assertSound(ofMany, "");
        assertSound(ofWide, "");
    }

    private static Model indexed(String metrics) {
        String row = "{\"_id\":\"65f0000000000000000000ff\",\"id\":\"a/b\",\"cardData\":{\"model-index\":"
                + "[{\"results\":[{\"metrics\":" + metrics + "}]}]}}";
        return ((Accepted) new HuggingFaceParser().parse(row.getBytes(UTF_8))).model();
    }

    /** Its bytes are those that Avro's own writer makes, read back as the same Model, valid UTF-8, within the limit. */
    private static void assertSound(Model model, String row) throws IOException {
        byte[] framed = new RecordWriter<>(Model.class, 1).write(model);
        byte[] plain = plain(model);
        assertThat(framed.length).as(row).isLessThan(LIMIT);
        assertThat(ByteBuffer.wrap(framed, HEADER, framed.length - HEADER))
                .as(row)
                .isEqualTo(ByteBuffer.wrap(plain));
        Model read = new SpecificDatumReader<>(Model.class)
                .read(null, DecoderFactory.get().binaryDecoder(plain, null));
        assertThat(plain(read)).as(row).isEqualTo(plain);
        new StrictReader().read(null, DecoderFactory.get().binaryDecoder(plain, null));
        assertThat(model.getIssues()).as(row).hasSizeLessThanOrEqualTo(Issues.MOST);
        List<String> fields =
                model.getProvenance().stream().map(Provenance::getField).toList();
        assertThat(fields).as(row).isSorted().doesNotHaveDuplicates();
    }

    private static byte[] plain(Model model) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        SpecificData data = SpecificData.getForClass(Model.class);
        new SpecificDatumWriter<Model>(data.getSchema(Model.class), data).write(model, encoder);
        encoder.flush();
        return out.toByteArray();
    }

    /** Refuses text that is no UTF-8, which Avro's own reader replaces. */
    private static final class StrictReader extends GenericDatumReader<GenericRecord> {
        StrictReader() {
            super(Model.getClassSchema());
        }

        @Override
        protected Object readString(@Nullable Object old, Schema expected, Decoder in) throws IOException {
            return UTF_8.newDecoder().decode(in.readBytes(null)).toString();
        }
    }

    static Stream<Arguments> hubsAndSeeds() {
        return Parsers.all().stream()
                .flatMap(parser -> IntStream.range(0, SEEDS).mapToObj(seed -> Arguments.of(parser, seed)));
    }

    static List<String> goldenRows() throws IOException {
        return new GoldenCases("huggingface").namesWith("derived.json");
    }
}
