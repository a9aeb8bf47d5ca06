package io.ptmtorrent.inspection.text;

import io.ptmtorrent.avro.InspectionFlag;
import io.ptmtorrent.inspection.bytes.Broken;
import io.ptmtorrent.inspection.bytes.Bytes;
import io.ptmtorrent.inspection.judge.Rule;
import io.ptmtorrent.inspection.judge.Scope;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Settings and templates: JSON, YAML, Jinja. Every text in them that Jinja would look at is judged as a template, whatever
 * its key; {@code auto_map} and {@code trust_remote_code} ask for the repository's own code.
 */
public final class TextFile {
    private static final int HEAD = 4096;
    /** Longer texts are vocabularies; those are read as JSON, token by token, or not at all. */
    private static final int LONGEST = 4 << 20;

    private final Scope scope;
    private boolean templates;
    private boolean signature;
    private boolean autoMap;

    private TextFile(Scope scope) {
        this.scope = scope;
    }

    /** Whether the first bytes are UTF-8 text without control characters. */
    public static boolean matches(byte[] bytes) {
        int length = Math.min(bytes.length, HEAD);
        for (int at = 0; at < length; at++) {
            int letter = bytes[at];
            if (letter >= 0 && letter < 32 && letter != '\n' && letter != '\r' && letter != '\t' && letter != '\f') {
                return false;
            }
        }
        return length > 0 && decoded(bytes, length) != null;
    }

    /** A character that the head's end cuts in two is no fault. */
    private static @Nullable String decoded(byte[] bytes, int length) {
        for (int cut = 0; cut < (length == HEAD ? 4 : 1); cut++) {
            try {
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes, 0, length - cut))
                        .toString();
            } catch (CharacterCodingException e) {
                // the head's end may have cut a character: one byte less
            }
        }
        return null;
    }

    /** Reads a text. Gives json, yaml, chat-template, python or text. */
    public static String read(String name, Bytes bytes, Scope scope) throws IOException {
        byte[] head = bytes.copy(0, HEAD);
        String first = new String(head, StandardCharsets.UTF_8).stripLeading();
        TextFile file = new TextFile(scope);
        if (first.matches("(?s)^[\\[{]\\s*[\"\\]}\\[{].*") && !first.startsWith("{{") && !first.startsWith("{%")) {
            return file.json(bytes);
        }
        if (bytes.size() > LONGEST) {
            file.notAModel("a long text");
            return "text";
        }
        return file.text(name, new String(bytes.copy(0, LONGEST), StandardCharsets.UTF_8));
    }

    private String json(Bytes bytes) throws IOException {
        JsonWalk.over(bytes.input(), scope, new JsonWalk.Visitor() {
            @Override
            public void key(String key) {
                field(key);
            }

            @Override
            public void object(Map<String, String> texts) {
                autoMap = false;
            }

            @Override
            public void value(String key, String value, boolean text) {
                if (text) {
                    TextFile.this.value(key, value);
                } else {
                    word(key, value);
                }
            }
        });
        return templates ? "chat-template" : signature ? "signature" : "json";
    }

    private void field(String key) {
        if (key.equals("auto_map")) {
            autoMap = true;
            scope.flag(InspectionFlag.REQUIRES_REMOTE_CODE);
            scope.find(Rule.REMOTE_CODE, "auto_map");
        } else if (key.equals("dsseEnvelope") && !signature) {
            signature = true;
            scope.find(Rule.SIGNATURE_NOT_CHECKED, "a signature bundle");
        }
    }

    private void value(String key, String value) {
        word(key, value);
        if (value.contains("--") && value.matches("[\\w.-]+/[\\w.-]+--[\\w.]+")) {
            scope.flag(InspectionFlag.REQUIRES_REMOTE_CODE);
            scope.find(Rule.OTHER_REPOSITORY_CODE, value);
        }
        if (autoMap) {
            scope.fact("auto-map." + key, value);
        }
        if (key.equals("_target_")) {
            YamlFile.target(value, 0, scope);
        }
        if (ChatTemplate.isTemplate(value)) {
            templates = true;
            ChatTemplate.judge(value, scope.named(key.isEmpty() ? "text" : key));
        }
    }

    private void word(String key, String value) {
        switch (key) {
            case "model_type",
                    "torch_dtype",
                    "_name_or_path",
                    "tokenizer_class",
                    "hidden_size",
                    "num_hidden_layers",
                    "num_attention_heads",
                    "vocab_size",
                    "transformers_version",
                    "library_name" -> scope.fact(key, value);
            case "trust_remote_code" -> {
                if (value.equals("true")) {
                    scope.flag(InspectionFlag.REQUIRES_REMOTE_CODE);
                    scope.find(Rule.REMOTE_CODE, "trust_remote_code");
                }
            }
            default -> {}
        }
    }

    private String text(String name, String text) {
        YamlFile.judge(name, text, scope);
        if (!ChatTemplate.isTemplate(text)) {
            return plain(name, text);
        }
        if (YamlFile.templates(text, scope)) {
            return "chat-template";
        }
        if (name.matches("(?i).*\\.(jinja2?|j2|template|tmpl)")) {
            ChatTemplate.judge(text, scope);
            return "chat-template";
        }
        try {
            ChatTemplate.lenient(text, scope);
        } catch (Broken e) {
            notAModel("a text that has braces, and is no template");
        }
        return "chat-template";
    }

    /** A text beside a model, in an archive, says nothing of the whole. */
    private void notAModel(String what) {
        if (scope.depth() == 0) {
            scope.flag(InspectionFlag.NOT_A_MODEL);
            scope.find(Rule.NOT_A_MODEL, what);
        }
    }

    private String plain(String name, String text) {
        if (name.endsWith(".py")) {
            scope.flag(InspectionFlag.REQUIRES_REMOTE_CODE);
            scope.find(Rule.REMOTE_CODE, "a Python source");
            PythonSource.read(name, text, scope);
            return "python";
        }
        if (text.startsWith("version https://git-lfs.github.com/spec/")) {
            notAModel("a pointer of Git LFS in place of the file");
            return "lfs-pointer";
        }
        notAModel("a text");
        return "text";
    }
}
