package io.ptmtorrent.samplehub.git;

import io.ptmtorrent.samplehub.loopback.Answer;
import io.ptmtorrent.samplehub.loopback.FileAnswer;
import io.ptmtorrent.samplehub.loopback.WireRequest;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** GitHub's hosts, each with its own paths: who is asked for what, and renames, which lead on with 301. */
final class GitHubHosts {
    private static final Answer NOT_FOUND = Answer.text(404, "404: Not Found");

    /** What stands before owner and name in a host's paths. */
    private static final Map<String, String> START =
            Map.of("api.github.com", "/repos/", "media.githubusercontent.com", "/media/");

    private final Hosted hosted;
    private final URI base;
    private final Releases releases;

    GitHubHosts(Hosted hosted, URI base) {
        this.hosted = hosted;
        this.base = base;
        this.releases = new Releases(base);
    }

    Answer answer(String host, WireRequest request, UploadPack git) {
        String path = request.target().replaceAll("\\?.*", "");
        String start = START.getOrDefault(host, "/");
        if (!path.startsWith(start)) {
            return NOT_FOUND;
        }
        List<String> parts = Arrays.stream(path.substring(start.length()).split("/", -1))
                .map(GitHubHosts::decoded)
                .toList();
        if (parts.size() < 3) {
            return NOT_FOUND;
        }
        String repositoryName = bare(parts.get(1));
        Optional<SampleRepository> found = hosted.find(parts.get(0) + "/" + repositoryName);
        return found.isEmpty()
                ? elsewhere(host, parts.get(0) + "/" + repositoryName, request.target())
                : of(host, found.get(), parts.subList(2, parts.size()), request, git);
    }

    private Answer elsewhere(String host, String name, String target) {
        Optional<String> now = hosted.renamed(name);
        if (now.isEmpty()) {
            int status = hosted.status(name);
            Answer answer =
                    Answer.text(status, status == 451 ? "Repository unavailable due to DMCA takedown." : "Not Found");
            return status == 401 ? answer.with("www-authenticate", "Basic realm=\"GitHub\"") : answer;
        }
        String moved = target.replaceFirst("(?i)/" + java.util.regex.Pattern.quote(name), "/" + now.get());
        return Answer.text(301, "Moved Permanently").with("location", base + "/" + host + moved);
    }

    private Answer of(
            String host, SampleRepository repository, List<String> rest, WireRequest request, UploadPack git) {
        return switch (host) {
            case "github.com" -> web(repository, rest, request, git);
            case "codeload.github.com" -> archive(repository, rest);
            case "raw.githubusercontent.com" -> raw(repository, rest, request);
            case "media.githubusercontent.com" -> media(repository, rest, request);
            case "api.github.com" ->
                rest.equals(List.of("releases")) ? releases.list(repository, request) : Releases.notFound();
            case "release-assets.githubusercontent.com" -> releases.bytes(repository, rest, request);
            default -> NOT_FOUND;
        };
    }

    private Answer web(SampleRepository repository, List<String> rest, WireRequest request, UploadPack git) {
        return switch (String.join("/", rest)) {
            case "info/refs" -> git.advertise(repository, request);
            case "git-upload-pack" ->
                request.method().equals("POST") ? git.command(repository, request) : Answer.text(405, "POST");
            default -> releases.download(repository, rest);
        };
    }

    private static Answer archive(SampleRepository repository, List<String> rest) {
        boolean named = rest.size() >= 2 && rest.getFirst().equals("tar.gz");
        Optional<SampleRepository> at =
                named ? at(repository, String.join("/", rest.subList(1, rest.size()))) : Optional.empty();
        return at.map(commit -> Answer.of(200, "application/x-gzip", GitArchive.of(commit))
                        .with("content-disposition", "attachment; filename=" + repository.name() + ".tar.gz")
                        .with(
                                "etag",
                                "\"" + SampleFile.sha256(commit.commit().getBytes(StandardCharsets.US_ASCII)) + "\""))
                .orElse(NOT_FOUND);
    }

    private static Answer raw(SampleRepository repository, List<String> rest, WireRequest request) {
        return file(repository, rest)
                .map(file -> FileAnswer.of(file.bytes(), "\"" + file.id() + "\"", request.headers()))
                .orElse(NOT_FOUND);
    }

    /** The bytes of LFS files; of others what the raw host gives. Its paths begin with {@code /media/}. */
    private Answer media(SampleRepository repository, List<String> rest, WireRequest request) {
        return file(repository, rest)
                .filter(file -> file.lfsSha256() == null || (file.lfs() != null && hosted.hasLfs(repository)))
                .map(file -> file.lfs() == null ? file.bytes() : file.lfs())
                .map(bytes -> FileAnswer.of(bytes, "\"" + SampleFile.sha256(bytes) + "\"", request.headers()))
                .orElse(NOT_FOUND);
    }

    private static Optional<SampleFile> file(SampleRepository repository, List<String> rest) {
        // A ref may have slashes: the shortest beginning that names something is meant.
        for (int refs = 1; refs < rest.size(); refs++) {
            Optional<SampleRepository> at = at(repository, String.join("/", rest.subList(0, refs)));
            if (at.isPresent()) {
                String path = String.join("/", rest.subList(refs, rest.size()));
                return Optional.ofNullable(at.get().files().get(path)).filter(file -> !file.isSubmodule());
            }
        }
        return Optional.empty();
    }

    private static Optional<SampleRepository> at(SampleRepository repository, String ref) {
        SampleRepository commit = repository.commits().get(ref);
        if (commit != null || ref.equals("HEAD")) {
            return Optional.of(commit == null ? repository : commit);
        }
        for (String name : List.of(ref, "refs/heads/" + ref, "refs/tags/" + ref)) {
            SampleRepository.Ref found = repository.refs().get(name);
            if (found != null) {
                return Optional.of(found.at());
            }
        }
        return Optional.empty();
    }

    private static String bare(String name) {
        return name.endsWith(".git") ? name.substring(0, name.length() - 4) : name;
    }

    private static String decoded(String segment) {
        return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
