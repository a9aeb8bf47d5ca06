package io.ptmtorrent.inspection;

import java.util.Locale;
import java.util.Set;

/** What a file's name promises, to be held against its content. */
final class FileNames {
    /** Formats whose readers run nothing: a pickle under such a name waits for a reader that goes by content. */
    private static final Set<String> DATA =
            Set.of("safetensors", "gguf", "onnx", "npy", "json", "txt", "md", "png", "jpg", "jpeg", "csv", "tflite");
    /** Formats that have a magic: a file so named without it is damaged. */
    private static final Set<String> CLAIMS =
            Set.of("safetensors", "gguf", "npy", "npz", "onnx", "keras", "h5", "hdf5");

    private static final Set<String> CODE =
            Set.of("pickle", "joblib", "torch-zip", "torch-legacy", "torchscript", "zip", "tar", "executable");

    private FileNames() {}

    private static String extension(String name) {
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    static boolean promisesData(String name) {
        return DATA.contains(extension(name));
    }

    /** Whether a name's extension is the format's own name. */
    static boolean isNamedAs(String name, String format) {
        return extension(name).equals(format);
    }

    static boolean claims(String name) {
        return CLAIMS.contains(extension(name));
    }

    static boolean carriesCode(String format) {
        return CODE.contains(format);
    }
}
