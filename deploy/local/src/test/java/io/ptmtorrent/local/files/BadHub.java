package io.ptmtorrent.local.files;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import io.ptmtorrent.samplehub.Faults;
import io.ptmtorrent.samplehub.HubChange;
import io.ptmtorrent.samplehub.SampleHub;
import io.ptmtorrent.samplehub.SampleHubConfig;
import io.ptmtorrent.samplehub.SampleHubTruth;
import io.ptmtorrent.samplehub.SampleHubTruth.FileTruth;
import io.ptmtorrent.samplehub.SampleHubTruth.ModelTruth;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

/**
 * A sample hub on which every {@link BadFile} and {@link BadTree} happens, and a gated model has 50,000 files more.
 *
 * <p>Each strikes a file that nobody else has, of a model that is open and stays as it is on the next day, so that what
 * must become of it depends on nothing else.
 *
 * @param files which file is struck
 * @param trees number of the model whose list is struck
 * @param crowded number of the model with too many files
 */
record BadHub(SampleHubConfig config, Map<BadFile, Struck> files, Map<BadTree, Integer> trees, int crowded) {
    private static final SampleHubConfig SOUND =
            SampleHubConfig.defaults().withModels(60).withSeed(96);

    /** A file by its model's number. */
    record Struck(int model, String path) {}

    /** @param elsewhere a private address that nobody may ask */
    static BadHub make(String elsewhere) throws IOException {
        try (SampleHub hub = SampleHub.start(SOUND)) {
            SampleHubTruth today = hub.truth();
            hub.step(1);
            return new Choice(today, hub.truth()).make(elsewhere);
        }
    }

    /** Chooses whom to strike. */
    private static final class Choice {
        private final SampleHubTruth today;
        private final SampleHubTruth tomorrow;
        private final Map<String, Long> owners;
        private final List<String> faults = new ArrayList<>();
        private final Set<Integer> taken = new HashSet<>();

        Choice(SampleHubTruth today, SampleHubTruth tomorrow) {
            this.today = today;
            this.tomorrow = tomorrow;
            this.owners = today.live()
                    .flatMap(model -> today.files(model).stream())
                    .collect(groupingBy(FileTruth::sha256, counting()));
        }

        BadHub make(String elsewhere) {
            int crowded = today.live()
                    .filter(model -> !model.gated().equals("false") && staysAsItIs(model))
                    .findFirst()
                    .orElseThrow()
                    .number();
            faults.add("tree-many-files=" + crowded);
            Map<BadTree, Integer> trees = new EnumMap<>(BadTree.class);
            for (BadTree bad : BadTree.values()) {
                trees.put(bad, tree());
                faults.add(bad.spec(trees.get(bad), elsewhere));
            }
            Map<BadFile, Struck> files = new EnumMap<>(BadFile.class);
            for (BadFile bad : BadFile.values()) {
                files.put(bad, file(bad, elsewhere));
            }
            return new BadHub(SOUND.withFaults(Faults.parse(String.join(",", faults))), files, trees, crowded);
        }

        private int tree() {
            ModelTruth model = untouched().stream()
                    .filter(it -> today.files(it).stream().allMatch(FileTruth::digestTrue))
                    .filter(it ->
                            today.files(it).stream().noneMatch(file -> owners.get(file.sha256()) > 1 && file.large()))
                    .filter(it -> today.files(it).stream()
                            .noneMatch(file -> file.path().contains("..")))
                    .findFirst()
                    .orElseThrow(() -> new NoSuchElementException("a model for a bad list of files"));
            taken.add(model.number());
            return model.number();
        }

        private Struck file(BadFile bad, String elsewhere) {
            for (ModelTruth model : untouched()) {
                List<FileTruth> files = today.files(model);
                for (int place = 0; place < files.size(); place++) {
                    if (fits(files.get(place), bad)) {
                        taken.add(model.number());
                        faults.add(bad.spec(model.number(), place, elsewhere));
                        return new Struck(model.number(), files.get(place).path());
                    }
                }
            }
            throw new NoSuchElementException("a file for " + bad);
        }

        private boolean fits(FileTruth file, BadFile bad) {
            return file.large() == bad.large()
                    && file.digestTrue()
                    && owners.get(file.sha256()) == 1
                    && file.path().matches("[\\w.-]+");
        }

        private List<ModelTruth> untouched() {
            return today.live()
                    .filter(model -> isOpen(model) && staysAsItIs(model) && !taken.contains(model.number()))
                    .toList();
        }

        private boolean staysAsItIs(ModelTruth model) {
            return tomorrow.find(model.stableId()).orElseThrow().change() == HubChange.NONE;
        }

        private static boolean isOpen(ModelTruth model) {
            return model.gated().equals("false") && !model.disabled() && model.movedTo() == null;
        }
    }
}
