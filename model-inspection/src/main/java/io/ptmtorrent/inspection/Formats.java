package io.ptmtorrent.inspection;

import io.ptmtorrent.avro.InspectionFlag;
import io.ptmtorrent.inspection.Format.Look;
import io.ptmtorrent.inspection.archive.Compressed;
import io.ptmtorrent.inspection.archive.SevenZip;
import io.ptmtorrent.inspection.archive.TarFile;
import io.ptmtorrent.inspection.archive.ZipFiles;
import io.ptmtorrent.inspection.bytes.Broken;
import io.ptmtorrent.inspection.bytes.Bytes;
import io.ptmtorrent.inspection.coreml.CoreMlModel;
import io.ptmtorrent.inspection.executable.Executables;
import io.ptmtorrent.inspection.flax.FlaxCheckpoint;
import io.ptmtorrent.inspection.gguf.GgufFile;
import io.ptmtorrent.inspection.hdf5.Hdf5File;
import io.ptmtorrent.inspection.judge.Part.Certainty;
import io.ptmtorrent.inspection.judge.Rule;
import io.ptmtorrent.inspection.judge.Scope;
import io.ptmtorrent.inspection.keras.KerasZip;
import io.ptmtorrent.inspection.numpy.NumpyFile;
import io.ptmtorrent.inspection.onnx.OnnxModel;
import io.ptmtorrent.inspection.pickle.PickleFile;
import io.ptmtorrent.inspection.pickle.Trial;
import io.ptmtorrent.inspection.safetensors.SafetensorsFile;
import io.ptmtorrent.inspection.skops.SkopsZip;
import io.ptmtorrent.inspection.tensorflow.KerasMetadata;
import io.ptmtorrent.inspection.tensorflow.LiteModel;
import io.ptmtorrent.inspection.tensorflow.SavedModel;
import io.ptmtorrent.inspection.text.TextFile;
import io.ptmtorrent.inspection.torch.ExportedProgram;
import io.ptmtorrent.inspection.torch.TorchZip;
import io.ptmtorrent.inspection.zip.ZipArchive;
import io.ptmtorrent.inspection.zip.ZipMember;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The plain list of all formats; more than one may match, and then all of them are read. */
final class Formats {
    private static final int HEAD = 4096;

    /** What is anything else is no text: old pickles look like one. */
    private static final Format TEXT =
            new Format("text", Formats::isText, (name, bytes, certainty, scope) -> TextFile.read(name, bytes, scope));

    private static final Format PICKLE = Format.forward(
            "pickle",
            Formats::isPickle,
            (in, scope) ->
                    PickleFile.read(in, scope).name().toLowerCase(Locale.ROOT).replace('_', '-'));

    private static final List<Format> ALL = List.of(
            Format.forward("safetensors", look -> SafetensorsFile.matches(look.head()), SafetensorsFile::read),
            Format.forward("gguf", look -> look.startsWith("GGUF"), GgufFile::read),
            Format.forward("flax", look -> isOpened(look) && FlaxCheckpoint.matches(look.head()), FlaxCheckpoint::read),
            Format.forward("npy", look -> look.startsWith(0x93, 'N', 'U', 'M', 'P', 'Y'), NumpyFile::read),
            Format.forward("onnx", look -> OnnxModel.matches(look.bytes()), OnnxModel::read),
            Format.forward("coreml", look -> isOpened(look) && CoreMlModel.matches(look.bytes()), CoreMlModel::read),
            Format.forward("keras-metadata", look -> KerasMetadata.matches(look.bytes()), KerasMetadata::read),
            Format.forward("tf-savedmodel", look -> SavedModel.matches(look.bytes(), look.scope()), SavedModel::read),
            new Format(
                    "hdf5",
                    look -> Hdf5File.matches(look.bytes()),
                    (name, bytes, certainty, scope) -> Hdf5File.read(bytes, scope)),
            new Format(
                    "tflite",
                    look -> LiteModel.matches(look.head()),
                    (name, bytes, certainty, scope) -> LiteModel.read(bytes, scope)),
            new Format("media", look -> !Media.of(look.head()).isEmpty(), Formats::media),
            new Format("executable", look -> !Executables.of(look.head()).isEmpty(), Formats::executable),
            new Format(
                    "tar",
                    look -> TarFile.matches(look.head()),
                    (name, bytes, certainty, scope) -> TarFile.read(bytes, scope)),
            new Format(
                    "7z",
                    look -> look.startsWith('7', 'z', 0xbc, 0xaf, 0x27, 0x1c),
                    (name, bytes, certainty, scope) -> SevenZip.read(bytes, scope)),
            new Format("rar", look -> look.startsWith('R', 'a', 'r', '!', 0x1a, 7), Formats::rar),
            PICKLE,
            new Format("zip", Formats::isZip, Formats::zip),
            new Format("compressed", Formats::isCompressed, Formats::compressed));

    private Formats() {}

    /** All that the content matches, in the list's order. */
    static List<Format> of(Bytes bytes, Certainty certainty, Scope scope) throws IOException {
        Look look = new Look(bytes.copy(0, HEAD), bytes, certainty, scope);
        List<Format> matching = new ArrayList<>();
        for (Format format : ALL) {
            if (isMatch(format, look)) {
                matching.add(format);
            }
        }
        if (matching.isEmpty() && hasPickleHeader(look)) {
            matching.add(PICKLE);
        }
        if (matching.isEmpty() && isText(look)) {
            matching.add(TEXT);
        }
        return matching;
    }

    private static boolean isMatch(Format format, Look look) throws IOException {
        try {
            return format.match().is(look);
        } catch (Broken e) {
            return true;
        } catch (RuntimeException | StackOverflowError e) {
            look.scope().find(Rule.INSPECTOR_FAULT, "whether it is " + format.name() + ": " + e);
            return false;
        }
    }

    /** The format of a stream, if its first bytes leave no doubt; null else. */
    static @Nullable Format streaming(byte[] head) throws IOException {
        Look look = new Look(head, Bytes.of(head), Certainty.OPENED, Scope.nowhere());
        for (Format format : ALL) {
            if (format.forward() != null && format.match().is(look)) {
                return format;
            }
        }
        return null;
    }

    /** By running it: other formats' numbers may begin as a pickle does. */
    private static boolean isPickle(Look look) throws IOException {
        return Trial.isPickle(look.bytes().input(), look.scope());
    }

    /** By its header, where nothing else is known: a pickle that breaks at once is still meant as one. */
    private static boolean hasPickleHeader(Look look) {
        return look.at(0) == 0x80 && look.at(1) >= 0 && look.at(1) <= 5 && look.certainty() == Certainty.OPENED;
    }

    /** Formats without a magic are not looked for in bytes that are data by their place. */
    private static boolean isOpened(Look look) {
        return look.certainty() == Certainty.OPENED;
    }

    private static boolean isZip(Look look) throws IOException {
        return (look.startsWith('P', 'K', 3, 4) && look.certainty() == Certainty.OPENED)
                || ZipArchive.isZip(look.bytes());
    }

    private static boolean isCompressed(Look look) throws IOException {
        Compressed.Kind kind = Compressed.of(look.head());
        return kind != null
                && (look.certainty() == Certainty.OPENED || Compressed.unpacks(kind, look.bytes(), look.scope()));
    }

    private static @Nullable String compressed(String name, Bytes bytes, Certainty certainty, Scope scope)
            throws IOException {
        Compressed.Kind kind = Objects.requireNonNull(Compressed.of(bytes.copy(0, 16)));
        boolean known = Compressed.read(kind, bytes, certainty, scope);
        return known ? kind.name().toLowerCase(Locale.ROOT) : null;
    }

    private static boolean isText(Look look) {
        return look.certainty() == Certainty.OPENED && TextFile.matches(look.head());
    }

    private static String zip(String name, Bytes bytes, Certainty certainty, Scope scope) throws IOException {
        // TensorFlow Lite's own tools put a model's words into a zip behind it.
        boolean behind = LiteModel.matches(bytes.copy(0, 8));
        List<ZipMember> members = ZipArchive.read(bytes, behind, scope);
        ZipFiles.names(members, scope);
        List<ZipModel> models = List.of(ExportedProgram::read, TorchZip::read, SkopsZip::read, KerasZip::read);
        for (ZipModel model : models) {
            String format = model.read(members, scope);
            if (format != null) {
                return format;
            }
        }
        ZipFiles.read(members, scope);
        return "zip";
    }

    private static @Nullable String media(String name, Bytes bytes, Certainty certainty, Scope scope)
            throws IOException {
        String kind = Media.of(bytes.copy(0, 16));
        if (scope.depth() == 0) {
            scope.flag(InspectionFlag.NOT_A_MODEL);
            scope.find(Rule.NOT_A_MODEL, "begins as " + kind);
        }
        return certainty == Certainty.OPENED ? kind : null;
    }

    private static String rar(String name, Bytes bytes, Certainty certainty, Scope scope) {
        scope.find(
                Rule.NOT_SUPPORTED,
                0,
                "a RAR archive: how it packs is not published, and no reader of ours unpacks it");
        return "rar";
    }

    /** A format that is a zip of certain entries. */
    private interface ZipModel {
        @Nullable
        String read(List<ZipMember> members, Scope scope) throws IOException;
    }

    private static String executable(String name, Bytes bytes, Certainty certainty, Scope scope) throws IOException {
        scope.flag(InspectionFlag.EXECUTABLE);
        scope.find(Rule.EXECUTABLE, 0, "a program: " + Executables.of(bytes.copy(0, HEAD)));
        return "executable";
    }
}
