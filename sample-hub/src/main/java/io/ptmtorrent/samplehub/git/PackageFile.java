package io.ptmtorrent.samplehub.git;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file that a package of a linked repository must hold.
 *
 * @param path in the package
 * @param url where its bytes are, canonical
 * @param sha256 of its bytes; null of a repository's archive, which git makes anew each time
 * @param announced whether the hub tells the digest before the bytes come
 * @param repository whether it is all plain files of the repository
 */
public record PackageFile(String path, String url, @Nullable String sha256, boolean announced, boolean repository) {

    /** What every linked repository gives: its plain files as one, and each file in LFS. */
    public static List<PackageFile> of(SampleRepository repository) {
        List<PackageFile> files = new ArrayList<>();
        String name = repository.name() + "-" + repository.commit() + ".tar.gz";
        files.add(new PackageFile(name, repository.archiveUrl(), null, false, true));
        for (Map.Entry<String, SampleFile> file : repository.files().entrySet()) {
            if (file.getValue().lfsSha256() != null) {
                String url = "https://media.githubusercontent.com/media/" + repository.fullName() + "/"
                        + repository.commit() + "/" + file.getKey();
                files.add(new PackageFile(file.getKey(), url, file.getValue().lfsSha256(), true, false));
            }
        }
        return files;
    }
}
