package io.ptmtorrent.local.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    private static final Addresses ADDRESSES =
            new Addresses(4711, "127.0.0.1:9092", "http://127.0.0.1:8081", "ptm.", 4);

    @TempDir
    Path temp;

    @Test
    void isHeldByOneAtATime() throws IOException {
        // given
        Path path = temp.resolve("data");
        try (DataFolder held = DataFolder.take(path)) {
            // when, then
            assertThatExceptionOfType(FolderBusyException.class)
                    .isThrownBy(() -> DataFolder.take(path))
                    .withMessageContaining(held.path().toString())
                    .withMessageContaining("process " + ProcessHandle.current().pid())
                    .withMessageContaining("--data");
        }
        DataFolder.take(path).close();
    }

    @Test
    void tellsItsAddressesWhileHeldAndNotAfter() throws IOException {
        // given
        try (DataFolder held = DataFolder.take(temp)) {
            assertThat(DataFolder.addresses(temp)).isEmpty();

            // when
            held.publish(ADDRESSES);

            // then
            assertThat(DataFolder.addresses(temp)).contains(ADDRESSES);
        }
        assertThat(DataFolder.addresses(temp)).isEmpty();
    }

    @Test
    void isFreeAgainAfterItsHolderWasKilledAndForgetsItsAddresses() throws Exception {
        // given
        Process holder = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        temp.toString())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader out = holder.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).isEqualTo("held");
            assertThatExceptionOfType(FolderBusyException.class)
                    .isThrownBy(() -> DataFolder.take(temp))
                    .withMessageContaining("process " + holder.pid());
            assertThat(DataFolder.addresses(temp)).contains(ADDRESSES);

            // when
            holder.destroyForcibly().waitFor();

            // then
            try (DataFolder taken = DataFolder.take(temp)) {
                assertThat(taken.contents()).contains(Contents.real("ptm.", 4));
                assertThat(DataFolder.addresses(temp)).isEmpty();
            }
        } finally {
            holder.destroyForcibly();
        }
    }

    @Test
    void remembersWhatItHolds() throws IOException {
        // given
        Contents demo = Contents.demo("ptm.", 4, 42, 1000);
        try (DataFolder first = DataFolder.take(temp)) {
            assertThat(first.contents()).isEmpty();
            assertThat(DataFolder.exists(temp)).isFalse();

            // when
            first.remember(demo);
            first.remember(demo.afterStep(3));
        }

        // then
        assertThat(DataFolder.exists(temp)).isTrue();
        try (DataFolder second = DataFolder.take(temp)) {
            assertThat(second.contents()).contains(new Contents(Contents.Holds.DEMO, "ptm.", 4, 42L, 1000, 3));
        }
    }

    @Test
    void namesAFileThatIsDamaged() throws IOException {
        // given
        Files.writeString(temp.resolve("contents.json"), "{\"holds\":");
        try (DataFolder folder = DataFolder.take(temp)) {
            // when, then
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(folder::contents)
                    .withMessageContaining("contents.json is damaged");
        }
    }

    /** Holds a folder until it is killed. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] args) throws Exception {
            DataFolder folder = DataFolder.take(Path.of(args[0]));
            folder.publish(ADDRESSES);
            folder.remember(Contents.real("ptm.", 4));
            System.out.println("held");
            while (System.in.read() >= 0) {
                // Nobody writes; this ends by a kill, or with the test's own process.
            }
            folder.close();
        }
    }
}
