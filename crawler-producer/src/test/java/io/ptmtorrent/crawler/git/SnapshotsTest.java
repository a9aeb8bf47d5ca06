package io.ptmtorrent.crawler.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ptmtorrent.samplehub.git.GitHubRequest;
import io.ptmtorrent.samplehub.git.SampleRepository;
import io.ptmtorrent.samplehub.loopback.Answer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SnapshotsTest {
    private static final SampleRepository ONE = SampleRepository.named("sample", "one")
            .file("a.py", "a".repeat(1_000))
            .build();
    private static final SampleRepository TWO = SampleRepository.named("sample", "two")
            .file("b.py", "b".repeat(1_000))
            .build();

    private LoopbackGitHub stage;

    @BeforeEach
    void start() throws IOException {
        stage = new LoopbackGitHub(ONE, TWO);
    }

    @AfterEach
    void stop() throws IOException {
        stage.close();
    }

    @Test
    void repositoryThatManyAskForIsReadOnceWithItsTree() throws Exception {
        // given
        Snapshots snapshots = new Snapshots(stage.github, path -> true);

        // when
        List<Checkout> read = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Checkout>> asked = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                asked.add(threads.submit(() -> at(snapshots, ONE)));
            }
            for (Future<Checkout> one : asked) {
                read.add(one.get());
            }
        }

        // then
        assertThat(read).hasSize(50).allSatisfy(each -> assertThat(each).isSameAs(read.getFirst()));
        assertThat(read.getFirst())
                .isInstanceOfSatisfying(
                        Snapshot.class, snapshot -> assertThat(snapshot.tree()).isEqualTo(ONE.tree()));
        assertThat(addresses())
                .containsExactly(
                        "codeload.github.com/sample/one/tar.gz/" + ONE.commit(),
                        "github.com/sample/one.git/git-upload-pack");
    }

    @Test
    void onlyTheLastOnesAreKept() throws IOException {
        // given
        Snapshots snapshots = new Snapshots(stage.github, path -> true, 1, Long.MAX_VALUE);

        // when
        at(snapshots, ONE);
        at(snapshots, TWO);
        at(snapshots, TWO);
        at(snapshots, ONE);

        // then
        assertThat(addresses().stream().filter(address -> address.startsWith("codeload")))
                .hasSize(3);
    }

    @Test
    void theHeavyAreLetGoButTheNewest() throws IOException {
        // given
        Snapshots snapshots = new Snapshots(stage.github, path -> true, 10, 1_500);

        // when
        at(snapshots, ONE);
        at(snapshots, TWO);
        at(snapshots, TWO);
        at(snapshots, ONE);

        // then
        assertThat(addresses().stream().filter(address -> address.startsWith("codeload")))
                .hasSize(3);
    }

    @Test
    void failureIsNotKept() throws IOException {
        // given
        Snapshots snapshots = new Snapshots(stage.github, path -> true);
        stage.hosts.mount("codeload.github.com", request -> Answer.text(500, "down"));
        assertThatThrownBy(() -> at(snapshots, ONE)).isInstanceOf(IOException.class);
        stage.hosts.unmount("codeload.github.com");

        // when
        Checkout checkout = at(snapshots, ONE);

        // then
        assertThat(checkout).isInstanceOf(Snapshot.class);
    }

    private List<String> addresses() {
        return stage.hosts.requests().stream().map(GitHubRequest::address).toList();
    }

    private static Checkout at(Snapshots snapshots, SampleRepository sample) throws IOException {
        return snapshots.at(LoopbackGitHub.of(sample), sample.commit());
    }
}
