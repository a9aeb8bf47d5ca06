package io.ptmtorrent.catalog.export.ptmtorrent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ptmtorrent.avro.Model;
import io.ptmtorrent.avro.PyTorchHubModel;
import io.ptmtorrent.catalog.snapshot.LiveModel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** PyTorch Hub's metadata as pytorchhubModelMetadata.json has it (2023). */
final class PyTorchHubMetadata {
    static final List<MetadataFile> FILES =
            List.of(new MetadataFile("pytorchhubModelMetadata.json", null, false, PyTorchHubMetadata::entry));

    private PyTorchHubMetadata() {}

    private static @Nullable ObjectNode entry(LiveModel popular, long index, Account account) {
        Model model = popular.model();
        Entry entry = Entry.begin(account).number("id", index).text("ModelName", model.getName());
        PyTorchHubModel own = model.getPytorchHub();
        if (own != null) {
            entry.text("ModelAuthor", own.getAuthor())
                    .text("ModelDescription", own.getSummary())
                    .text("ModelURL", model.getUrl())
                    .address("GitHubURL", own.getGithubLink())
                    .address("ColabURL", own.getColabUrl())
                    .addressOrNull("DemoURL", own.getDemoLink());
        }
        return entry.json();
    }
}
