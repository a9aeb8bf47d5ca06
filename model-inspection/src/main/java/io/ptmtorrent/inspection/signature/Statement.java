package io.ptmtorrent.inspection.signature;

import io.ptmtorrent.inspection.bytes.Broken;
import io.ptmtorrent.inspection.bytes.Bytes;
import io.ptmtorrent.inspection.judge.Scope;
import io.ptmtorrent.inspection.text.JsonWalk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is signed: an in-toto statement of OpenSSF model signing, v1.0 ({@code https://model_signing/signature/v1.0}: files
 * are resources, the subject is the digest of their digests) or v0.2 ({@code .../Digests/v0.1}: files are subjects).
 *
 * @param files digest by name
 * @param subject names of the subjects, digest by name
 * @param ignored names that were left out
 */
record Statement(boolean old, Map<String, String> files, Map<String, String> subject, Set<String> ignored) {
    private static final int FILES = 100_000;

    static Statement read(byte[] payload, Scope scope) throws IOException {
        Parts parts = new Parts();
        JsonWalk.over(Bytes.of(payload).input(), scope, parts);
        boolean old = parts.type.equals("https://model_signing/Digests/v0.1");
        if (!old && !parts.type.equals("https://model_signing/signature/v1.0")) {
            throw Broken.unscannable(0, "a statement of another kind: " + parts.type);
        }
        if (parts.others || parts.subject.size() + parts.resources.size() > FILES) {
            throw Broken.unscannable(0, "digests of another kind than of whole files by SHA-256, or too many");
        }
        return new Statement(old, old ? parts.subject : parts.resources, parts.subject, parts.ignored);
    }

    private static final class Parts implements JsonWalk.Visitor {
        private final Map<String, String> subject = new LinkedHashMap<>();
        private final Map<String, String> resources = new LinkedHashMap<>();
        private final Set<String> ignored = new HashSet<>();
        private final List<String> digests = new ArrayList<>();
        private String type = "";
        private boolean others;

        @Override
        public void object(Map<String, String> texts) {
            String name = texts.get("name");
            String digest = texts.get("digest");
            if (name != null && digest != null) {
                resources.put(name, digest);
            } else if (name != null && !digests.isEmpty()) {
                subject.put(name, digests.getLast());
                digests.clear();
            } else if (texts.containsKey("sha256")) {
                digests.add(texts.getOrDefault("sha256", ""));
            }
        }

        @Override
        public void value(String key, String value, boolean text) {
            switch (key) {
                case "predicateType" -> type = value;
                case "ignore_paths" -> ignored.add(value);
                case "algorithm", "hash_type" -> others |= !value.equals("sha256");
                case "method" -> others |= !value.equals("files");
                case "actual_hash_algorithm" -> others |= !value.equals("file-sha256");
                default -> {}
            }
        }
    }
}
