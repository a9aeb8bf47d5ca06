package io.ptmtorrent.crawler.hub.pytorch;

import io.ptmtorrent.crawler.hub.pytorch.PythonToken.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds which files of a repository a Python file imports (The Python Language Reference, 5 and 7.11).
 *
 * <p>Only what a statement names: a package that is merely on the way to it is not read, which for most packages would be
 * all of them. A name that is a file of the package stands for that file, else the package itself defines it.
 */
final class PythonImports {
    /** Where packages lie: a hubconf.py that puts src on the path has them there. */
    private static final List<String> ROOTS = List.of("", "src/");

    private static final String INITIAL = "__init__.py";

    /** The root, as the folder that a dot in one of its files means. */
    private static final String HERE = "./";

    private final String path;
    private final Predicate<String> files;
    private final Set<String> found = new TreeSet<>();
    private List<PythonToken> tokens = List.of();
    private int at;

    private PythonImports(String path, Predicate<String> files) {
        this.path = path;
        this.files = files;
    }

    /**
     * The imported files, sorted.
     *
     * @param path of the importing file
     * @param files whether a path is one of the repository's files
     */
    static Set<String> of(String path, List<PythonToken> tokens, Predicate<String> files) {
        PythonImports imports = new PythonImports(path, files);
        imports.tokens = tokens;
        imports.read();
        return imports.found;
    }

    private void read() {
        boolean begins = true;
        for (at = 0; at < tokens.size(); at++) {
            PythonToken token = tokens.get(at);
            if (begins && token.isName("import")) {
                at++;
                readModules();
            } else if (begins && token.isName("from")) {
                at++;
                readNames();
            }
            // A colon begins a statement too: "try: import x".
            begins = at < tokens.size()
                    && (tokens.get(at).is(Kind.END) || tokens.get(at).isSign(":"));
        }
    }

    private void readModules() {
        do {
            String module = dotted();
            if (!module.isEmpty()) {
                addModule("", module);
            }
            skipAlias();
        } while (takeSign(","));
        at--;
    }

    private void readNames() {
        int dots = 0;
        while (takeSign(".")) {
            dots++;
        }
        String module = dotted();
        if (!take("import") || (dots == 0 && module.isEmpty())) {
            at--;
            return;
        }
        String folder = dots == 0 ? "" : folder(dots);
        takeSign("(");
        do {
            if (at < tokens.size() && tokens.get(at).is(Kind.NAME)) {
                addName(folder, module, tokens.get(at++).text());
            } else if (takeSign("*")) {
                addModule(folder, module);
            }
            skipAlias();
        } while (takeSign(","));
        at--;
    }

    private String dotted() {
        List<String> parts = new ArrayList<>();
        while (at < tokens.size()
                && tokens.get(at).is(Kind.NAME)
                && !tokens.get(at).isName("import")) {
            parts.add(tokens.get(at++).text());
            if (!takeSign(".")) {
                break;
            }
        }
        return String.join("/", parts);
    }

    private void skipAlias() {
        if (take("as")) {
            at++;
        }
    }

    private boolean take(String name) {
        boolean there = at < tokens.size() && tokens.get(at).isName(name);
        at += there ? 1 : 0;
        return there;
    }

    private boolean takeSign(String sign) {
        boolean there = at < tokens.size() && tokens.get(at).isSign(sign);
        at += there ? 1 : 0;
        return there;
    }

    /** The folder that so many dots mean, with its slash: one is the importing file's own. */
    private String folder(int dots) {
        String folder = path.substring(0, path.lastIndexOf('/') + 1);
        for (int up = 1; up < dots && !folder.isEmpty(); up++) {
            folder = folder.substring(0, folder.lastIndexOf('/', folder.length() - 2) + 1);
        }
        return folder.isEmpty() ? HERE : folder;
    }

    private void addName(String folder, String module, String name) {
        String inside = module.isEmpty() ? name : module + "/" + name;
        String file = file(folder, inside);
        if (file == null) {
            addModule(folder, module);
        } else {
            found.add(file);
        }
    }

    private void addModule(String folder, String module) {
        String file = file(folder, module);
        if (file != null) {
            found.add(file);
        }
    }

    /** The file that a module is; null where it is not of this repository. */
    private @Nullable String file(String folder, String module) {
        for (String root : folder.isEmpty() ? ROOTS : List.of(folder.equals(HERE) ? "" : folder)) {
            String source = root + module + ".py";
            String initial = module.isEmpty() ? root + INITIAL : root + module + "/" + INITIAL;
            if (!module.isEmpty() && files.test(source)) {
                return source;
            }
            if (files.test(initial)) {
                return initial;
            }
        }
        return null;
    }
}
