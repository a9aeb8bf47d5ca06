package io.ptmtorrent.crawler.hub.pytorch;

import io.ptmtorrent.crawler.git.Repository;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A model's card of PyTorch Hub, read as far as the crawler must: which repository at which ref it is about.
 *
 * @param id name of its file, without its ending
 * @param text as it stands
 */
record Card(String id, String text) {
    private static final String ENDING = ".md";

    /** Pages at the root that are about the hub itself. */
    private static final Set<String> NO_CARDS = Set.of("readme.md", "contributing.md", "code_of_conduct.md");

    private static final Pattern MEMBER = Pattern.compile("(github-id|github-link)\\s*:\\s*(.*)");
    private static final Pattern LOAD = Pattern.compile(
            "\\bhub\\.load\\(\\s*(?:(?:repo_or_dir|github)\\s*=\\s*)?[\"']([^\"':\\s]{1,201})(?::([^\"'\\s]{1,200}))?[\"']");
    private static final Pattern REF = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._/+-]*");
    private static final String FENCE = "---";

    /** Whether a path of pytorch/hub is a card's. */
    static boolean isOne(String path) {
        String name = path.toLowerCase(Locale.ROOT);
        return name.indexOf('/') < 0
                && name.endsWith(ENDING)
                && name.length() > ENDING.length()
                && !NO_CARDS.contains(name);
    }

    static Card of(String path, String text) {
        return new Card(path.substring(0, path.length() - ENDING.length()), text);
    }

    /** What {@code github-id} names, else where {@code github-link} leads. */
    Optional<Repository> repository() {
        String id = member("github-id");
        Optional<Repository> named = id == null ? Optional.empty() : Repository.parse(id);
        String link = member("github-link");
        return named.isPresent() || link == null ? named : Repository.ofLink(link);
    }

    /** The ref that the first {@code torch.hub.load} of that repository names; null for its default branch. */
    @Nullable
    String ref(Repository repository) {
        for (Matcher load = LOAD.matcher(text); load.find(); ) {
            if (load.group(1).equalsIgnoreCase(repository.toString())) {
                return load.group(2);
            }
        }
        return null;
    }

    /** Whether a text can be a ref's name, far as git's own rules (git-check-ref-format) allow more. */
    static boolean isRef(@Nullable String ref) {
        return ref == null || REF.matcher(ref).matches();
    }

    /** A member of the front matter by its line alone: broken YAML elsewhere must not hide the repository. */
    private @Nullable String member(String name) {
        List<String> lines = text.lines().toList();
        if (lines.isEmpty() || !lines.getFirst().strip().equals(FENCE)) {
            return null;
        }
        for (String line : lines.subList(1, lines.size())) {
            Matcher member = MEMBER.matcher(line.strip());
            if (line.strip().equals(FENCE)) {
                return null;
            }
            if (member.matches() && member.group(1).equals(name)) {
                return member.group(2).strip().replaceAll("^[\"']|[\"']$", "");
            }
        }
        return null;
    }
}
