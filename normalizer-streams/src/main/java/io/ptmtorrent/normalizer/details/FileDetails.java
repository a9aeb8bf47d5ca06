package io.ptmtorrent.normalizer.details;

import io.ptmtorrent.avro.Issue;
import io.ptmtorrent.avro.Model;
import io.ptmtorrent.avro.ModelFile;
import io.ptmtorrent.normalizer.parse.FilePage;
import java.util.ArrayList;
import java.util.List;

/**
 * The details of one revision: what they put into its Model.
 *
 * @param files sorted by path, within the bound of {@code Model.files}
 * @param omitted how many more there are
 * @param issues what could not be read of them; their fields start with {@link FilePage#FIELD}
 */
public record FileDetails(List<ModelFile> files, long omitted, List<Issue> issues) {
    /** As the schema promises of {@code Model.issues}. */
    private static final int MOST_ISSUES = 100;

    private static final int FILES = position("files");
    private static final int FILES_OMITTED = position("filesOmitted");
    private static final int ISSUES = position("issues");

    public FileDetails {
        files = List.copyOf(files);
        issues = List.copyOf(issues);
    }

    /** What a Model holds that has details. */
    public static FileDetails heldBy(Model model) {
        return new FileDetails(
                model.getFiles(),
                model.getFilesOmitted(),
                model.getIssues().stream().filter(FileDetails::isOfDetails).toList());
    }

    /** Puts them into the Model of a listing of the same revision, or over the same details. */
    public void fillIn(Model model) {
        List<Issue> all = new ArrayList<>(model.getIssues());
        all.removeIf(FileDetails::isOfDetails);
        all.addAll(issues.subList(0, Math.min(issues.size(), MOST_ISSUES - all.size())));
        model.put(FILES, files);
        model.put(FILES_OMITTED, omitted);
        model.put(ISSUES, all);
    }

    private static boolean isOfDetails(Issue issue) {
        return issue.getField().startsWith(FilePage.FIELD);
    }

    private static int position(String field) {
        return Model.getClassSchema().getField(field).pos();
    }
}
