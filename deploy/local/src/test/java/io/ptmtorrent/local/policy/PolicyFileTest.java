package io.ptmtorrent.local.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ptmtorrent.avro.Artifacts;
import io.ptmtorrent.avro.HubPolicy;
import io.ptmtorrent.avro.Policy;
import io.ptmtorrent.normalizer.policy.Rules;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyFileTest {
    private static final String EVERY_KEY = """
            artifacts: all
            max-file-size: 2GiB
            min-downloads: 1000
            licenses: [Apache-2.0, MIT]
            exclude: ["onnx/**"]
            include: ["*.safetensors", "*.json"]
            formats: [safetensors, gguf]
            history: false
            gated: ask
            hubs:
              pytorch-hub:
                artifacts: small
                max-file-size: unlimited
                exclude: []
              modelhub: {}
            """;

    @Test
    void readsEveryKey() {
        // when
        Policy policy = PolicyFile.read(EVERY_KEY, "policy.yaml");

        // then
        assertThat(policy)
                .isEqualTo(PolicyFile.base(Artifacts.ALL, 2L << 30, true)
                        .setMinDownloads(1_000L)
                        .setLicenses(List.of("Apache-2.0", "MIT"))
                        .setExclude(List.of("onnx/**"))
                        .setInclude(List.of("*.safetensors", "*.json"))
                        .setFormats(List.of("safetensors", "gguf"))
                        .setHubs(List.of(
                                HubPolicy.newBuilder()
                                        .setHub("pytorch-hub")
                                        .setArtifacts(Artifacts.SMALL)
                                        .setMaxBytes(Rules.UNLIMITED)
                                        .setExclude(List.of())
                                        .build(),
                                HubPolicy.newBuilder().setHub("modelhub").build()))
                        .build());
    }

    @Test
    void printsWhatItReads() {
        assertThat(PolicyFile.write(PolicyFile.read(EVERY_KEY, "policy.yaml"))).isEqualTo(EVERY_KEY);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // file, ; for a line's end | line | what the message says
                "artifacts: some                          | 1 | artifacts: 'some' | none, small",
                "artifacts: none;artefacts: all           | 2 | artefacts: no such key | artifacts, max-file-size",
                "artifacts: none;artifacts: all           | 2 | artifacts | twice",
                "artifacts: none;;max-file-size: 2GB      | 3 | max-file-size: '2GB' | 2GiB, or the word unlimited",
                "min-downloads: -1                        | 1 | min-downloads: '-1' | from 0 on",
                "formats: [gguf,; safetensor]             | 2 | formats: 'safetensor' | safetensors",
                "licenses: [Nonsense]                     | 1 | licenses: 'Nonsense' | spdx.org/licenses",
                "licenses: ['MIT OR Apache-2.0']          | 1 | licenses: 'MIT OR Apache-2.0' | an id of",
                "include: ['']                            | 1 | include: '' | 1 to 500",
                "include: [*.bin]                         | 1 | no YAML | needs quotes",
                "include: {a: b}                          | 1 | include: expected one value | include",
                "history: yes                             | 1 | history: 'yes' | true or false",
                "gated: yes                               | 1 | gated: 'yes' | ask",
                "hubs: all                                | 1 | hubs: expected | hubs",
                "hubs:;  huggingfaces: {}                 | 2 | hubs: 'huggingfaces' | huggingface, onnx-model-zoo",
                "hubs:;  modelhub:;    gated: ask         | 3 | hubs.modelhub.gated: no such key | min-downloads",
                "hubs:;  modelhub:;    artifacts: al      | 3 | hubs.modelhub.artifacts: 'al' | none, small",
                "hubs:;  modelhub: {};  modelhub: {}      | 3 | hubs.modelhub | twice",
                "hubs:;  modelhub:                        | 2 | hubs.modelhub. expected | key: value",
                "artifacts: all;history: true;max-file-size: 1 | 2 | history: needs | max-file-size: unlimited",
                "- artifacts                              | 1 | expected lines | key: value",
            })
    void saysLineKeyValueAndWhatIsAllowed(String file, int line, String what, String allowed) {
        assertThatThrownBy(() -> PolicyFile.read(file.replace(';', '\n'), "policy.yaml"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("policy.yaml line " + line + ": ")
                .hasMessageContaining(what)
                .hasMessageContaining(allowed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "artifacts: all                                 | max-file-size: missing",
                "hubs:;  modelhub:;    artifacts: all           | hubs.modelhub.max-file-size: missing",
                "''                                             | says nothing",
            })
    void saysWhatIsMissing(String file, String what) {
        assertThatThrownBy(() -> PolicyFile.read(file.replace(';', '\n'), "policy.yaml"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("policy.yaml: ")
                .hasMessageContaining(what);
    }

    @Test
    void readsBackWhateverItPrints() {
        Random random = new Random(11);
        for (int i = 0; i < 500; i++) {
            // given
            Policy policy = policy(random);

            // when
            String file = PolicyFile.write(policy);

            // then
            assertThat(PolicyFile.read(file, "policy.yaml")).as(file).isEqualTo(policy);
        }
    }

    private static Policy policy(Random random) {
        Long limit = random.nextBoolean() ? null : Long.valueOf(random.nextLong(1L << 40));
        Artifacts artifacts = random.nextBoolean() ? Artifacts.SMALL : Artifacts.ALL;
        List<HubPolicy> hubs = new ArrayList<>();
        for (String hub : List.of("huggingface", "modelzoo")) {
            if (random.nextBoolean()) {
                hubs.add(HubPolicy.newBuilder()
                        .setHub(hub)
                        .setMaxBytes(random.nextBoolean() ? null : Long.valueOf(Rules.UNLIMITED))
                        .setMinDownloads(random.nextBoolean() ? null : Long.valueOf(random.nextInt(5)))
                        .setInclude(random.nextBoolean() ? null : globs(random))
                        .build());
            }
        }
        return PolicyFile.base(artifacts, limit, random.nextBoolean())
                .setMinDownloads(random.nextBoolean() ? null : Long.valueOf(1 + random.nextInt(5_000)))
                .setLicenses(random.nextBoolean() ? List.of() : List.of("MIT", "LicenseRef-llama3", "NOASSERTION"))
                .setExclude(globs(random))
                .setHubs(hubs)
                .build();
    }

    private static List<String> globs(Random random) {
        List<String> globs = new ArrayList<>();
        for (int left = random.nextInt(3); left > 0; left--) {
            StringBuilder glob = new StringBuilder("x");
            for (int i = random.nextInt(8); i > 0; i--) {
                glob.append("*?/.:#'\"\\ {}[]!&%@`,|>-~éx1".charAt(random.nextInt(27)));
            }
            globs.add(glob.substring(random.nextInt(glob.length())));
        }
        return globs;
    }
}
