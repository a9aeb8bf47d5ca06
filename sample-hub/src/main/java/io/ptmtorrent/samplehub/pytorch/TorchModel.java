package io.ptmtorrent.samplehub.pytorch;

import io.ptmtorrent.samplehub.git.SampleFile;
import io.ptmtorrent.samplehub.git.SampleRepository;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One card, what it links to, and what should be known of it. */
final class TorchModel {
    private static final String TAG = "v0.10.0";
    private static final String BRANCH = "torchhub";
    private static final String HOST = "https://download.pytorch.org/models/";
    private static final String RELEASES = "https://weights.example.org/files/";

    private final long seed;
    private final int number;
    private final CardKind kind;
    private final Map<String, byte[]> weights = new TreeMap<>();
    private final SampleRepository source;

    /** @param later whether it is a later day, on which some repositories have moved on */
    TorchModel(long seed, int number, CardKind kind, boolean later) {
        this.seed = seed;
        this.number = number;
        this.kind = kind;
        SampleRepository there = moved(built());
        this.source = later && kind == CardKind.LARGE ? there.withFile("CHANGES.md", "One more.\n") : there;
    }

    CardKind kind() {
        return kind;
    }

    String id() {
        return "sample_card_%03d".formatted(number);
    }

    /** What the card calls the repository. */
    String askedName() {
        return switch (kind) {
            case TAGGED, SHARING -> "sample-torch/vision-" + shared();
            case RENAMED -> "sample-torch/old-" + number;
            default -> "sample-torch/net-" + number;
        };
    }

    /** The repository under the name that it has before anything is renamed, its default branch perhaps moved on. */
    SampleRepository source() {
        return source;
    }

    /** Contents of the weights that lie at other hosts, by address. */
    Map<String, byte[]> weights() {
        return kind.hasRepository() ? weights : Map.of();
    }

    private int shared() {
        return kind == CardKind.SHARING ? number - 1 : number;
    }

    private SampleRepository built() {
        String[] name = askedName().split("/", -1);
        SampleRepository.Builder files =
                SampleRepository.named(name[0], name[1]).file("README.md", "# Net\n");
        byte[] first = content(shared(), 0);
        switch (kind) {
            case BARE -> files.file("net.py", "URL = '" + HOST + "never-read.pth'\n");
            case MODULES -> addModules(files);
            case LARGE ->
                files.file("hubconf.py", "dependencies = ['torch']\n").lfs("checkpoints/large.pth", content(number, 2));
            default -> {
                String url = HOST + "net" + shared() + "-" + sha256(first).substring(0, 8) + ".pth";
                weights.put(url, first);
                files.file("hubconf.py", hubconf(url));
            }
        }
        return files.build();
    }

    private static String hubconf(String url) {
        return "dependencies = ['torch']\nfrom torch.hub import load_state_dict_from_url\n\n"
                + "# 'https://download.pytorch.org/models/in-a-comment.pth'\n"
                + "def net(pretrained=False):\n    \"\"\"Loads https://download.pytorch.org/models/in-a-text.pth\"\"\"\n"
                + "    return load_state_dict_from_url('" + url + "', check_hash=True)\n";
    }

    private void addModules(SampleRepository.Builder files) {
        String hashed = RELEASES + "a-" + sha256(content(number, 0)).substring(0, 10) + ".pth";
        String underscore = RELEASES + "speech_" + sha256(content(number, 1)).substring(0, 8) + ".pth";
        String seven = RELEASES + "fashion-" + sha256(content(number, 2)).substring(0, 7) + ".pth";
        weights.put(hashed, content(number, 0));
        weights.put(underscore, content(number, 1));
        weights.put(seven, content(number, 2));
        files.file("hubconf.py", "from nets.model import (\n    net as _net,\n)\n")
                .file("nets/__init__.py", "raise RuntimeError('not to be executed')\n")
                .file("nets/model.py", "from .urls import model_urls\nimport os, nets.more\n")
                .file(
                        "nets/urls.py",
                        "ROOT = '" + RELEASES + "'\nmodel_urls = {\n    'a': ROOT + '"
                                + hashed.substring(RELEASES.length()) + "',\n    'b': f'{ROOT}"
                                + underscore.substring(RELEASES.length()) + "',\n}\n")
                .file(
                        "nets/more.py",
                        "URL = ('" + RELEASES + "'\n       '" + seven.substring(RELEASES.length()) + "')\n")
                .file("nets/unused.py", "URL = '" + RELEASES + "unused-01234567.pth'\n");
    }

    /** Where the card pins a ref, the default branch goes on without it. */
    private SampleRepository moved(SampleRepository at) {
        return switch (kind) {
            case TAGGED, SHARING ->
                at.changed()
                        .tag(TAG, at)
                        .file("hubconf.py", "raise RuntimeError('newer')\n")
                        .build();
            case BRANCHED ->
                at.changed()
                        .branch(BRANCH, at)
                        .remove("hubconf.py")
                        .file("later.txt", "x")
                        .build();
            default -> at;
        };
    }

    /** The commit that the card means. */
    private SampleRepository pinned() {
        return switch (kind) {
            case TAGGED, SHARING, BRANCHED -> built();
            default -> source;
        };
    }

    String card() {
        String name = askedName();
        String ref = switch (kind) {
            case TAGGED, SHARING -> ":" + TAG;
            case BRANCHED -> ":" + BRANCH;
            default -> "";
        };
        String other = kind == CardKind.OTHERS ? "torch.hub.load('somebody/else:v9', 'other')\n" : "";
        String text = "---\nlayout: hub_detail\ncategory: researchers\ntitle: Net " + number
                + "\nsummary: A net\nimage: net.png\nauthor: Sample Team\ntags: [vision, scriptable]\n" + link(name)
                + "accelerator: cuda-optional\n" + (kind == CardKind.BROKEN ? "order:\n\t- 10\n" : "order: 10\n")
                + "---\n\n```python\nimport torch\n" + other + "model = torch.hub.load('" + name + ref
                + "', 'net', pretrained=True)\n```\n\nSee [the paper](https://arxiv.org/abs/1512.03385).\n";
        return kind == CardKind.WINDOWS ? text.replace("\n", "\r\n") : text;
    }

    private String link(String name) {
        if (kind == CardKind.UNLINKED) {
            return "github-link: https://example.org/net\ngithub-id: none\n";
        }
        String into = kind == CardKind.WINDOWS ? "/blob/main/net/net.py" : kind == CardKind.SIMPLE ? ".git" : "";
        return "github-link: https://github.com/" + name + into + "\ngithub-id: " + name + "\n";
    }

    SampleTorchModel truth() {
        boolean odd = kind == CardKind.BROKEN || !kind.hasRepository();
        if (!kind.hasRepository()) {
            return new SampleTorchModel(id(), null, null, List.of(), odd);
        }
        SampleRepository at = pinned();
        String name = kind == CardKind.RENAMED ? askedName().replace("old-", "new-") : askedName();
        return new SampleTorchModel(id(), name, at.commit(), files(at, name), odd);
    }

    private List<SampleTorchFile> files(SampleRepository at, String name) {
        List<SampleTorchFile> files = new ArrayList<>();
        String archive = "https://codeload.github.com/" + name + "/tar.gz/" + at.commit();
        String path = name.substring(name.indexOf('/') + 1) + "-" + at.commit() + ".tar.gz";
        files.add(new SampleTorchFile(path, archive, null, null, at.tree(), null));
        at.files().forEach((file, what) -> addLfs(file, what, name, at.commit(), files));
        weights.forEach((url, content) -> files.add(
                new SampleTorchFile(url.substring("https://".length()), url, null, prefix(url), null, content)));
        files.sort(Comparator.comparing(SampleTorchFile::path));
        return files;
    }

    private static void addLfs(String path, SampleFile file, String name, String commit, List<SampleTorchFile> files) {
        if (file.lfsSha256() != null) {
            String url = "https://media.githubusercontent.com/media/" + name + "/" + commit + "/" + path;
            files.add(new SampleTorchFile(path, url, file.lfsSha256(), null, null, file.lfs()));
        }
    }

    private static @Nullable String prefix(String url) {
        String hint = url.replaceFirst(".*-([0-9a-f]+)\\.pth", "$1");
        return hint.length() >= 8 && hint.length() < url.length() ? hint : null;
    }

    private byte[] content(int model, int which) {
        byte[] content = new byte[300 + model + 100 * which];
        new Random(seed * 37 + model * 3L + which).nextBytes(content);
        return content;
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
