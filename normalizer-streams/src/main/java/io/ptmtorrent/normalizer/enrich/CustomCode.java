package io.ptmtorrent.normalizer.enrich;

import io.ptmtorrent.avro.FileRole;
import io.ptmtorrent.avro.ModelFile;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Whether a package brings code of its own. For any thread. */
public final class CustomCode {
    private static final String PYTHON = "python";

    private CustomCode() {}

    /** Whether a Python file lies in the folder of a file of weights. */
    public static boolean isBesideWeights(List<ModelFile> files) {
        Set<String> folders = new HashSet<>();
        for (ModelFile file : files) {
            if (PYTHON.equals(file.getFormat())) {
                folders.add(folder(file));
            }
        }
        if (folders.isEmpty()) {
            return false;
        }
        for (ModelFile file : files) {
            if (file.getRole() == FileRole.WEIGHTS && folders.contains(folder(file))) {
                return true;
            }
        }
        return false;
    }

    private static String folder(ModelFile file) {
        return file.getPath().substring(0, file.getPath().lastIndexOf('/') + 1);
    }
}
