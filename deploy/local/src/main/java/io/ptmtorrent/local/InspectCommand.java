package io.ptmtorrent.local;

import io.ptmtorrent.avro.Inspection;
import io.ptmtorrent.avro.InspectionVerdict;
import io.ptmtorrent.inspection.Inspector;
import io.ptmtorrent.inspection.bytes.FileBytes;
import io.ptmtorrent.inspection.judge.Excerpt;
import io.ptmtorrent.inspection.print.ReportJson;
import io.ptmtorrent.inspection.print.ReportText;
import io.ptmtorrent.inspection.print.Sarif;
import io.ptmtorrent.inspection.signature.Keys;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ptm inspect}: looks into model files, and executes nothing. */
@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        description = "Says what model files are, what is in them, and what they would do to whoever loads them.",
        footer = {
            "",
            "Verdicts, from good to bad: clean, informational, suspicious, malformed, unscannable, dangerous.",
            "Exit codes: 0 none is dangerous, 1 a file could not be read, 3 at least one is dangerous.",
            "",
            "Examples:",
            "  ptm inspect model.pt",
            "  ptm inspect model.sig --signed ./model --key signer.pem",
            "  ptm inspect --json ./models | jq 'select(.verdict != \"clean\")'"
        })
final class InspectCommand implements Callable<Integer> {
    /** Something bad was found. */
    static final int FOUND = 3;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files, or folders with all that is in them.")
    private List<Path> files = new ArrayList<>();

    @Option(names = "--json", description = "One JSON object a line, in the order given. Default: text for people")
    private boolean json;

    @Option(names = "--sarif", description = "One SARIF 2.1.0 log of all files. Default: text for people")
    private boolean sarif;

    @Option(
            names = "--signed",
            paramLabel = "DIR",
            description = "FILE is a signature over this folder's files (OpenSSF model signing): check it."
                    + " Default: none, a signature is not checked")
    private @Nullable Path signed;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "Whom to trust, as PEM: the signer's public key, or a root's certificate. Default: nobody")
    private List<Path> keys = new ArrayList<>();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (json && sarif) {
            throw new IllegalArgumentException("--sarif: not allowed with --json; one of them is");
        }
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Map<String, Inspection> reports = new LinkedHashMap<>();
        boolean failed = false;
        boolean dangerous = false;
        for (Path file : all()) {
            try {
                Inspection report = inspect(file);
                dangerous |= report.getVerdict() == InspectionVerdict.DANGEROUS;
                tell(file, report, out, reports);
            } catch (IOException e) {
                failed = true;
                err.println("ptm: " + shown(file) + " cannot be read: " + e.getMessage());
            }
        }
        if (sarif) {
            out.println(Sarif.of(reports));
        }
        return dangerous ? FOUND : failed ? 1 : 0;
    }

    private void tell(Path file, Inspection report, PrintWriter out, Map<String, Inspection> reports) {
        if (sarif) {
            reports.put(file.toString(), report);
        } else if (json) {
            out.println(ReportJson.line(file.toString(), report));
        } else {
            ReportText.of(shown(file), report).forEach(out::println);
        }
    }

    private Keys trusted() throws IOException {
        List<PublicKey> all = new ArrayList<>();
        List<X509Certificate> roots = new ArrayList<>();
        for (Path key : keys) {
            Keys read = Keys.ofPem(Files.readAllBytes(key));
            all.addAll(read.keys());
            roots.addAll(read.roots());
        }
        return new Keys(all, roots);
    }

    private static String shown(Path file) {
        return Excerpt.of(file.toString(), 1_000);
    }

    private List<Path> all() throws IOException {
        List<Path> all = new ArrayList<>();
        for (Path file : files) {
            if (Files.isDirectory(file)) {
                try (Stream<Path> inside = Files.walk(file)) {
                    inside.filter(Files::isRegularFile).sorted().forEach(all::add);
                }
            } else {
                all.add(file);
            }
        }
        return all;
    }

    private Inspection inspect(Path file) throws IOException {
        try (FileBytes bytes = FileBytes.open(file)) {
            if (signed != null) {
                return new Inspector().verify(bytes, new SignedFolder(signed), trusted());
            }
            Path name = file.getFileName();
            return new Inspector().inspect(name == null ? "" : name.toString(), bytes);
        }
    }
}
