package io.ptmtorrent.local.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ptmtorrent.local.CommandRun;
import io.ptmtorrent.samplehub.git.GitHubRequest;
import io.ptmtorrent.samplehub.git.SampleGitHub;
import io.ptmtorrent.samplehub.git.SampleRepository;
import io.ptmtorrent.samplehub.modelhub.SampleModelhub;
import io.ptmtorrent.samplehub.modelhub.SampleModelhubModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code ptm local --history} on Modelhub.ai: what git makes of the bundles is what the repositories are.
 *
 * <p>Four runs on one folder: without histories; with them on the same day; a day later, when one repository was changed,
 * one rewritten, one renamed and one taken away; and once more.
 */
class HistoryIT {
    private static final int MODELS = 13;
    private static final int CHANGED = 0;
    private static final int REWRITTEN = 1;
    private static final int RENAMED = 3;
    private static final int CLOSED = 4;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path temp;

    private static SampleModelhub hub;
    private static SampleGitHub github;
    private static final Map<Integer, SampleRepository> NOW = new HashMap<>();
    private static List<GitHubRequest> without;
    private static List<GitHubRequest> with;
    private static List<GitHubRequest> again;
    private static StoredFolder firstDay;
    private static StoredFolder nextDay;
    private static Map<String, JsonNode> packages;

    @BeforeAll
    static void crawlFourTimes() throws Exception {
        hub = SampleModelhub.of(7, MODELS);
        github = SampleGitHub.start(List.of());
        hub.putInto(github);
        without = crawl("--full");
        with = crawl("--history");
        firstDay = StoredFolder.of(data());
        aDayPasses();
        crawl("--history", "--full");
        nextDay = StoredFolder.of(data());
        again = crawl("--history");
        packages = export();
    }

    @AfterAll
    static void stop() throws IOException {
        github.close();
    }

    private static void aDayPasses() {
        for (int i = 0; i < MODELS; i++) {
            SampleRepository before = model(i).repository();
            if (before != null) {
                NOW.put(i, before);
            }
        }
        put(CHANGED, repository(CHANGED).withFile("CHANGES.md", "One.\n").withFile("CHANGES.md", "Two.\n"));
        put(
                REWRITTEN,
                SampleRepository.named(
                                repository(REWRITTEN).owner(),
                                repository(REWRITTEN).name())
                        .branch(repository(REWRITTEN).branch())
                        .file("README.md", "Begun anew.\n")
                        .build());
        put(RENAMED, repository(RENAMED).withFile("CHANGES.md", "Renamed.\n"));
        SampleRepository old = repository(RENAMED);
        github.rename(old.fullName(), old.owner() + "/renamed-today");
        NOW.put(RENAMED, old.renamed(old.owner(), "renamed-today"));
        github.gone(repository(CLOSED).fullName());
    }

    @Test
    void withoutTheOptionNobodyAsksForAHistory() {
        // then
        assertThat(without).isNotEmpty().noneMatch(HistoryIT::asksForHistory);
        assertThat(firstDay.manifests().keySet()).hasSizeGreaterThan(8);
    }

    @Test
    void wideningThePolicyCostsOneRequestARepositoryAndNoOtherOfItsFiles() {
        // then
        long there =
                hub.truth().stream().filter(model -> model.kind().isThere()).count();
        assertThat(with).filteredOn(HistoryIT::asksForHistory).hasSize((int) there);
        assertThat(with).noneMatch(HistoryIT::asksForFiles);
        for (SampleModelhubModel model : hub.truth()) {
            if (model.kind().isThere()) {
                assertThat(bundles(firstDay, model, Objects.requireNonNull(model.revision())))
                        .as(model.kind().toString())
                        .hasSize(1)
                        .allSatisfy((path, file) ->
                                assertThat(file.path("verification").asText()).isEqualTo("GIT_PACK"));
            }
        }
    }

    @Test
    void whatChangedIsOneIncrementBehindTheBundleBefore() {
        // given
        String before = Objects.requireNonNull(model(CHANGED).revision());
        String now = repository(CHANGED).commit();

        // when
        Map<String, JsonNode> bundles = bundles(nextDay, model(CHANGED), now);

        // then
        String name = repository(CHANGED).name();
        assertThat(bundles.keySet())
                .containsExactlyInAnyOrder(
                        name + "-" + before + ".bundle", name + "-" + before + "-" + now + ".bundle");
        assertThat(head(bundles.get(name + "-" + before + "-" + now + ".bundle")))
                .startsWith("# v2 git bundle\n-" + before);
    }

    @Test
    void aRewrittenHistoryIsWholeInItsOwnBundle() {
        // when
        Map<String, JsonNode> bundles =
                bundles(nextDay, model(REWRITTEN), repository(REWRITTEN).commit());

        // then
        assertThat(bundles).hasSize(2);
        assertThat(bundles.values())
                .allSatisfy(bundle -> assertThat(head(bundle)).doesNotContain("\n-"));
    }

    @Test
    void aRenamedRepositoryGoesOnFromItsBundle() {
        // given
        String now = repository(RENAMED).commit();

        // when
        Map<String, JsonNode> bundles = bundles(nextDay, model(RENAMED), now);

        // then
        assertThat(bundles.keySet())
                .anySatisfy(
                        path -> assertThat(path).startsWith("renamed-today-").endsWith("-" + now + ".bundle"))
                .hasSize(2);
    }

    @Test
    void aRepositoryThatIsGoneKeepsWhatWasStored() {
        // given
        SampleModelhubModel model = model(CLOSED);

        // then
        assertThat(packages.get(model.id()).path("reason").asText()).isNotBlank();
        assertThat(bundles(nextDay, model, Objects.requireNonNull(model.revision())))
                .hasSize(1);
        assertThat(nextDay.objects()).containsAllEntriesOf(firstDay.under("blobs"));
    }

    @Test
    void whatDidNotChangeIsNotAskedForAgain() {
        // then
        assertThat(again).noneMatch(HistoryIT::asksForHistory).noneMatch(HistoryIT::asksForFiles);
        for (int i = 0; i < MODELS; i++) {
            SampleModelhubModel model = model(i);
            if (model.kind().isThere() && !List.of(CHANGED, REWRITTEN, RENAMED).contains(i)) {
                String revision = Objects.requireNonNull(model.revision());
                assertThat(bundles(nextDay, model, revision)).isEqualTo(bundles(firstDay, model, revision));
            }
        }
    }

    @Test
    void gitMakesOfEveryChainWhatTheRepositoryIs() throws Exception {
        assumeGit();
        for (Map.Entry<Integer, SampleRepository> each : NOW.entrySet()) {
            if (each.getKey() == CLOSED) {
                continue;
            }
            // given
            SampleRepository repository = each.getValue();
            Path truth = temp.resolve("truth-" + each.getKey());
            git("clone", "-q", "--bare", github.uri() + "/github.com/" + repository.fullName(), truth.toString());

            // when
            Path made = fetched(bundles(nextDay, model(each.getKey()), repository.commit()), "made-" + each.getKey());

            // then
            assertThat(git("-C", made.toString(), "rev-list", "--objects", repository.commit()))
                    .as(repository.fullName())
                    .isEqualTo(git("-C", truth.toString(), "rev-list", "--objects", repository.commit()));
            assertThat(git("-C", made.toString(), "fsck", "--full", "--strict")).doesNotContain("error", "missing");
        }
    }

    /** A repository made of a manifest's bundles alone: those with one commit in their names first. */
    private static Path fetched(Map<String, JsonNode> bundles, String name) throws Exception {
        Path made = temp.resolve(name);
        git("init", "-q", "--bare", made.toString());
        List<String> order = new ArrayList<>(bundles.keySet());
        order.sort(Comparator.comparing(path -> base(path) != null));
        for (String path : order) {
            String file = object(bundles.get(path)).toString();
            assertThat(git("-C", made.toString(), "bundle", "verify", file)).contains("is okay");
            git("-C", made.toString(), "fetch", "-q", file, "+history:" + path.replace(".bundle", ""));
        }
        return made;
    }

    private static @Nullable String base(String path) {
        return path.matches(".*-[0-9a-f]{40}-[0-9a-f]{40}\\.bundle")
                ? path.substring(path.length() - 88, path.length() - 48)
                : null;
    }

    private static Map<String, JsonNode> bundles(StoredFolder stored, SampleModelhubModel model, String revision) {
        JsonNode manifest =
                stored.manifests().get("packages/modelhub/" + model.id() + "/" + revision + "/manifest.json");
        assertThat(manifest).as(model.toString()).isNotNull();
        Map<String, JsonNode> bundles = new TreeMap<>();
        for (JsonNode file : manifest.path("files")) {
            if (file.path("path").asText().endsWith(".bundle")) {
                assertThat(file.path("state").asText()).as(file.toString()).isEqualTo("STORED");
                bundles.put(file.path("path").asText(), file);
            }
        }
        return bundles;
    }

    private static String head(@Nullable JsonNode file) {
        try {
            byte[] bytes = Files.readAllBytes(object(Objects.requireNonNull(file)));
            String text = new String(bytes, ISO_8859_1);
            return text.substring(0, text.indexOf("\n\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path object(JsonNode file) {
        String sha256 = file.path("sha256").asText();
        return data().resolve("objects/blobs/sha256")
                .resolve(sha256.substring(0, 2))
                .resolve(sha256.substring(2, 4))
                .resolve(sha256);
    }

    /** The sink alone asks for bytes as they are; where refs stand the crawler asks, at the same address. */
    private static boolean asksForHistory(GitHubRequest request) {
        return request.target().endsWith("/git-upload-pack")
                && "identity".equals(request.headers().get("accept-encoding"));
    }

    private static boolean asksForFiles(GitHubRequest request) {
        return request.host().equals("codeload.github.com");
    }

    private static SampleModelhubModel model(int number) {
        return hub.truth().get(number);
    }

    private static SampleRepository repository(int number) {
        return Objects.requireNonNull(NOW.get(number));
    }

    private static void put(int number, SampleRepository repository) {
        NOW.put(number, repository);
        github.put(repository);
    }

    /** Crawls; gives what was asked. */
    private static List<GitHubRequest> crawl(String... more) {
        long before = github.requests().stream()
                .mapToLong(GitHubRequest::number)
                .max()
                .orElse(0);
        List<String> arguments = new ArrayList<>(List.of(
                "local", "--hub", "modelhub", "--until-idle", "--artifacts", "all", "--max-bytes", "unlimited"));
        arguments.addAll(List.of(
                "--data",
                data().toString(),
                "--allow-private",
                "127.0.0.1:" + github.uri().getPort()));
        github.endpoints().forEach((host, uri) -> arguments.addAll(List.of("--endpoint", host + "=" + uri)));
        arguments.addAll(List.of(more));
        CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
        assertThat(run.code()).as(run.err()).isZero();
        return github.requests().stream()
                .filter(request -> request.number() > before)
                .toList();
    }

    private static Map<String, JsonNode> export() throws IOException {
        Path out = temp.resolve("data-set");
        CommandRun run =
                CommandRun.of("export", "--data", data().toString(), "--format", "jsonl", "--out", out.toString());
        assertThat(run.code()).as(run.err()).isZero();
        Map<String, JsonNode> rows = new HashMap<>();
        for (String line : Files.readAllLines(out.resolve("packages.jsonl"))) {
            JsonNode row = JSON.readTree(line);
            rows.put(row.path("stableId").asText(), row);
        }
        return rows;
    }

    private static Path data() {
        return temp.resolve("data");
    }

    private static void assumeGit() throws InterruptedException {
        boolean here;
        try {
            here = new ProcessBuilder("git", "--version")
                            .redirectErrorStream(true)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            here = false;
        }
        assertThat(here || !"true".equals(System.getenv("CI")))
                .as("git, which CI must have")
                .isTrue();
        assumeTrue(here, "no git here");
    }

    private static String git(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(temp.toFile()).redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of("GIT_CONFIG_NOSYSTEM", "1", "HOME", temp.toString(), "GIT_TERMINAL_PROMPT", "0"));
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
