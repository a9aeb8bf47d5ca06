package io.ptmtorrent.local.folder;

import java.io.IOException;
import java.nio.file.Path;

/** Another process holds the data folder. */
public final class FolderBusyException extends IOException {
    private static final long serialVersionUID = 1L;

    FolderBusyException(Path folder, String pid) {
        super("the data folder " + folder + " is in use by process " + pid + ": stop that one (kill " + pid
                + "), or give another --data");
    }
}
