package io.ptmtorrent.inspection.safetensors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.ptmtorrent.inspection.bytes.Broken;
import io.ptmtorrent.inspection.bytes.ByteInput;
import io.ptmtorrent.inspection.judge.Rule;
import io.ptmtorrent.inspection.judge.Scope;
import io.ptmtorrent.inspection.text.CodeHints;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** The header, read as a stream: names of tensors are kept to see one twice, and where each lies. */
final class SafetensorsHeader {
    private static final int TENSORS = 150_000;
    private static final int NAMES = 12 << 20;
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(4 << 20)
                    .maxNestingDepth(16)
                    .maxNameLength(1 << 16)
                    .build())
            .build();

    private final Scope scope;
    private final Limited header;
    private final Set<String> names = new HashSet<>();
    private long[] spans = new long[64];
    private int tensors;
    private long nameLength;

    SafetensorsHeader(ByteInput in, long length, Scope scope) {
        this.scope = scope;
        this.header = new Limited(in, length);
    }

    void read() throws IOException {
        Reader text = new InputStreamReader(header, StandardCharsets.UTF_8.newDecoder());
        try (JsonParser json = JSON.createParser(text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw fault("InvalidHeaderDeserialization: no object");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                member(json.currentName(), json);
            }
            if (json.nextToken() != null) {
                throw fault("InvalidHeaderDeserialization: more after the object");
            }
        } catch (CharacterCodingException e) {
            throw Broken.malformed(header.position(), "InvalidHeader: no UTF-8");
        } catch (JsonParseException | com.fasterxml.jackson.core.exc.InputCoercionException e) {
            throw Broken.malformed(header.position(), "InvalidHeaderDeserialization: " + e.getOriginalMessage());
        } catch (JsonProcessingException e) {
            throw Broken.unscannable(header.position(), "the header is over a limit: " + e.getOriginalMessage());
        }
        header.skipRest();
    }

    private Broken fault(String why) {
        return Broken.malformed(header.position(), why);
    }

    private void member(String name, JsonParser json) throws IOException {
        nameLength += name.length() + 64L;
        if (tensors >= TENSORS || nameLength > NAMES) {
            throw Broken.unscannable(header.position(), "has more than " + tensors + " tensors");
        }
        if (!names.add(name)) {
            scope.find(Rule.JSON_DUPLICATE_KEY, header.position(), "tensor '" + name + "' is there twice");
        }
        if (name.equals("__metadata__")) {
            metadata(json);
        } else {
            tensor(name, json);
        }
    }

    private void metadata(JsonParser json) throws IOException {
        JsonToken start = json.nextToken();
        if (start == JsonToken.VALUE_NULL) {
            return;
        }
        if (start != JsonToken.START_OBJECT) {
            throw fault("InvalidHeaderDeserialization: __metadata__ is no object");
        }
        Set<String> keys = new HashSet<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            if (keys.size() > 10_000) {
                throw Broken.unscannable(header.position(), "has more than " + keys.size() + " words of metadata");
            }
            if (!keys.add(key)) {
                scope.find(Rule.JSON_DUPLICATE_KEY, header.position(), "metadata '" + key + "' is there twice");
            }
            if (json.nextToken() != JsonToken.VALUE_STRING) {
                throw fault("InvalidHeaderDeserialization: metadata that is no text");
            }
            word(key, json.getText());
        }
    }

    private void word(String key, String value) {
        String hint = CodeHints.in(value);
        if (hint != null) {
            scope.find(Rule.SAFETENSORS_METADATA, "metadata '" + key + "' says " + hint);
        } else if (value.length() <= 200) {
            scope.fact("metadata." + key, value);
        }
    }

    private void tensor(String name, JsonParser json) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw fault("InvalidHeaderDeserialization: tensor '" + name + "' is no object");
        }
        String type = null;
        long count = -1;
        long[] offsets = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            boolean twice = false;
            switch (field) {
                case "dtype" -> {
                    twice = type != null;
                    type = text(json);
                }
                case "shape" -> {
                    twice = count >= 0;
                    count = product(numbers(json, 64));
                }
                case "data_offsets" -> {
                    twice = offsets != null;
                    offsets = numbers(json, 2);
                }
                default -> json.skipChildren();
            }
            if (twice) {
                scope.find(Rule.JSON_DUPLICATE_KEY, header.position(), "'" + field + "' of tensor '" + name + "'");
            }
        }
        if (type == null || count < 0 || offsets == null || offsets.length != 2) {
            throw fault("InvalidHeaderDeserialization: tensor '" + name + "' lacks a field");
        }
        hold(name, type, count, offsets);
    }

    private void hold(String name, String type, long count, long[] offsets) throws Broken {
        int bits = TensorType.bits(type);
        if (bits == 0) {
            throw fault("InvalidHeaderDeserialization: no type '" + type + "'");
        }
        if (Math.multiplyHigh(count, bits) != 0 || count * bits < 0) {
            throw fault("ValidationOverflow: tensor '" + name + "'");
        }
        if (count * bits % 8 != 0) {
            throw fault("MisalignedSlice: tensor '" + name + "'");
        }
        if (offsets[1] - offsets[0] != count * bits / 8) {
            throw fault("TensorInvalidInfo: tensor '" + name + "' has not the bytes of its shape");
        }
        if (2 * tensors == spans.length) {
            spans = Arrays.copyOf(spans, spans.length * 2);
        }
        spans[2 * tensors] = offsets[0];
        spans[2 * tensors + 1] = offsets[1];
        tensors++;
        scope.count("tensors", 1);
        scope.count("parameters", count);
        scope.count("dtype." + type, count);
    }

    private String text(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw fault("InvalidHeaderDeserialization: no text");
        }
        return json.getText();
    }

    private long[] numbers(JsonParser json, int limit) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw fault("InvalidHeaderDeserialization: no list of numbers");
        }
        long[] numbers = new long[limit];
        int count = 0;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() != JsonToken.VALUE_NUMBER_INT || count == limit) {
                throw fault("InvalidHeaderDeserialization: no list of at most " + limit + " whole numbers");
            }
            numbers[count] = json.getLongValue();
            if (numbers[count] < 0) {
                throw fault("InvalidHeaderDeserialization: a negative number");
            }
            count++;
        }
        return Arrays.copyOf(numbers, count);
    }

    private long product(long[] shape) throws Broken {
        long product = 1;
        for (long size : shape) {
            if (Math.multiplyHigh(product, size) != 0 || product * size < 0) {
                throw fault("ValidationOverflow: a shape of more elements than any file has");
            }
            product *= size;
        }
        return product;
    }

    /** Whether the tensors lie one behind the other without a hole, in any order of names. Gives where they end. */
    long layout(long offset) throws Broken {
        Integer[] order = new Integer[tensors];
        Arrays.setAll(order, at -> at);
        Arrays.sort(order, (one, other) -> {
            int begin = Long.compare(spans[2 * one], spans[2 * other]);
            return begin != 0 ? begin : Long.compare(spans[2 * one + 1], spans[2 * other + 1]);
        });
        long end = 0;
        for (int at : order) {
            if (spans[2 * at] != end) {
                throw Broken.malformed(
                        offset + end, "InvalidOffset: a tensor begins at " + spans[2 * at] + ", not at " + end);
            }
            end = spans[2 * at + 1];
        }
        return end;
    }

    /** The header's bytes and no more. */
    private static final class Limited extends InputStream {
        private final ByteInput in;
        private long left;

        Limited(ByteInput in, long length) {
            this.in = in;
            this.left = length;
        }

        long position() {
            return in.position();
        }

        @Override
        public int read() throws IOException {
            if (left <= 0) {
                return -1;
            }
            left--;
            int next = in.read();
            if (next < 0) {
                throw Broken.malformed(in.position(), "InvalidHeaderLength: the header reaches beyond the file");
            }
            return next;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (left <= 0) {
                return -1;
            }
            int read = 0;
            do {
                into[offset + read++] = (byte) read();
            } while (read < length && left > 0);
            return read;
        }

        /** What the parser did not look at after the object: spaces, or it would have said so. */
        void skipRest() throws IOException {
            while (left > 0) {
                read();
            }
        }
    }
}
