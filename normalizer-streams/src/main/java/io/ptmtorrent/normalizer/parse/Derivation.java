package io.ptmtorrent.normalizer.parse;

import io.ptmtorrent.avro.FileRole;
import io.ptmtorrent.avro.Model;
import io.ptmtorrent.avro.ModelFile;
import io.ptmtorrent.normalizer.enrich.CustomCode;
import io.ptmtorrent.normalizer.enrich.Frameworks;
import io.ptmtorrent.normalizer.enrich.Languages;
import io.ptmtorrent.normalizer.enrich.Licenses;
import io.ptmtorrent.normalizer.enrich.Licensing;
import io.ptmtorrent.normalizer.enrich.Papers;
import io.ptmtorrent.normalizer.enrich.Provenances;
import io.ptmtorrent.normalizer.enrich.Purl;
import io.ptmtorrent.normalizer.enrich.Tasks;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Fills in what follows from the declared fields of a model's general part, and remembers where it comes from.
 *
 * <p>Called once the declared fields are set, so that its issues come last. {@link #finish} ends it. Not for several
 * threads.
 */
final class Derivation {
    private final String hub;
    private final Model.Builder model;
    private final Issues issues;
    private final Provenances provenances = new Provenances();
    private final Frameworks frameworks = new Frameworks();

    Derivation(String hub, Model.Builder model, Issues issues) {
        this.hub = hub;
        this.model = model;
        this.issues = issues;
    }

    Derivation purl(@Nullable String purl, String source) {
        model.setPurl(purl);
        return purl == null ? this : from("purl", source, Purl.METHOD);
    }

    /** The common task of a hub's word for it; a word that is not mapped is an issue. */
    Derivation task(@Nullable String word, String source) {
        String task = word == null ? null : Tasks.common(hub, word);
        if (task != null) {
            model.setCommonTask(task);
            return from("commonTask", source, Tasks.METHOD);
        }
        if (word != null) {
            issues.add(source, "no word of the common taxonomy");
        }
        return this;
    }

    /** A library's name; one that is not in the vocabulary of frameworks is an issue. */
    Derivation library(@Nullable String name, String source) {
        if (name != null && !frameworks.library(name, source)) {
            issues.add(source, "no word of the vocabulary of frameworks");
        }
        return this;
    }

    Frameworks frameworks() {
        return frameworks;
    }

    /** Languages as declared in the model. */
    Derivation languages(String source) {
        List<String> declared = model.getLanguages();
        if (declared.isEmpty()) {
            return this;
        }
        TreeSet<String> codes = new TreeSet<>();
        int unknown = 0;
        for (String language : declared) {
            String code = Languages.code(language);
            if (code == null) {
                unknown++;
            } else {
                codes.add(code);
            }
        }
        if (unknown > 0) {
            issues.add(source, unknown + " of " + declared.size() + " are no language of ISO 639");
        }
        model.setLanguageCodes(new ArrayList<>(codes));
        return codes.isEmpty() ? this : from("languageCodes", source, Languages.METHOD);
    }

    /** Licences as declared in the model, all in one place. */
    Derivation licenses(String source) {
        Licensing licensing = new Licensing();
        place(licensing, model.hasLicenses() ? model.getLicenses() : List.of(), source);
        return licensing(licensing);
    }

    /** Adds a place to what is declared; what is no name of a licence is an issue. */
    void place(Licensing licensing, List<String> declared, String source) {
        if (!declared.isEmpty()) {
            licensing.place();
            for (String license : declared) {
                if (!licensing.add(license, source)) {
                    issues.add(source, "no name of a licence");
                }
            }
        }
    }

    Derivation licensing(Licensing licensing) {
        Licensing.Agreed agreed = licensing.agreed();
        model.setLicenseClaims(licensing.claims()).setLicenseConflict(licensing.isConflict());
        if (agreed == null) {
            return this;
        }
        model.setLicenseExpression(agreed.expression());
        return from("licenseExpression", agreed.sources(), Licenses.METHOD);
    }

    /** Whether loading runs code of the package's own. */
    Derivation customCode(boolean custom, String source, String method) {
        model.setCustomCode(custom);
        return from("customCode", source, method);
    }

    /** The same, by what lies beside the weights; nothing where no file of weights is known. */
    Derivation codeBesideWeights(String source) {
        List<ModelFile> files = model.getFiles();
        boolean known = files.stream().anyMatch(file -> file.getRole() == FileRole.WEIGHTS);
        return known ? customCode(CustomCode.isBesideWeights(files), source, Provenances.FILE_NAMES) : this;
    }

    /** Papers that say themselves where they come from. */
    Derivation papers(PaperList papers) {
        model.setPapers(papers.sorted());
        return this;
    }

    /** Papers by the DOIs that the model has. */
    Derivation papers(String source) {
        if (model.hasPaperDois()) {
            model.setPapers(Papers.of(model.getPaperDois(), source));
        }
        return this;
    }

    /** Notes the source of a field that is set. */
    Derivation from(String field, String source, String method) {
        provenances.add(field, source, method);
        return this;
    }

    /** The same for a value that is as it stands in the source; null needs none. */
    Derivation copied(String field, @Nullable Object value, String source) {
        return value == null ? this : from(field, source, Provenances.COPIED);
    }

    void finish() {
        List<String> found = frameworks.found();
        model.setFrameworks(found);
        if (!found.isEmpty()) {
            from("frameworks", frameworks.sources(), Frameworks.METHOD);
        }
        model.setProvenance(provenances.sorted());
    }
}
