package io.ptmtorrent.inspection.text;

import io.ptmtorrent.inspection.judge.Rule;
import io.ptmtorrent.inspection.judge.Scope;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * YAML as its events, nothing constructed: templates in its values, tags that make Python objects (CVE-2017-18342), and what
 * Hydra would call by its name (CVE-2025-23304, in NeMo's {@code model_config.yaml}).
 */
final class YamlFile {
    private static final int LONGEST = 4 << 20;
    private static final String PYTHON = "tag:yaml.org,2002:python/";
    private static final LoadSettings SETTINGS =
            LoadSettings.builder().setCodePointLimit(LONGEST).build();

    private YamlFile() {}

    /** Whether a text is YAML with templates in its values; they are judged then. */
    static boolean templates(String text, Scope scope) {
        boolean found = false;
        try {
            for (Event event : new Parse(SETTINGS).parseString(text)) {
                found |= event instanceof ScalarEvent scalar && ChatTemplate.isTemplate(scalar.getValue());
            }
        } catch (YamlEngineException e) {
            return false;
        }
        if (!found || text.stripLeading().startsWith("{")) {
            return false;
        }
        for (Event event : new Parse(SETTINGS).parseString(text)) {
            if (event instanceof ScalarEvent scalar && ChatTemplate.isTemplate(scalar.getValue())) {
                ChatTemplate.judge(scalar.getValue(), scope);
            }
        }
        return true;
    }

    /** Judges tags and targets, as far as the text is YAML. */
    static void judge(String name, String text, Scope scope) {
        boolean nemo = name.endsWith("model_config.yaml");
        if (!nemo && !text.contains("python/") && !text.contains("_target_")) {
            return;
        }
        String key = "";
        try {
            for (Event event : new Parse(SETTINGS).parseString(text)) {
                long offset = event.getStartMark().map(it -> it.getIndex()).orElse(0);
                tag(event, offset, scope);
                if (event instanceof ScalarEvent scalar) {
                    if (key.equals("_target_") || (nemo && key.equals("target"))) {
                        target(scalar.getValue(), offset, scope);
                    }
                    key = scalar.getValue();
                } else {
                    key = "";
                }
            }
        } catch (YamlEngineException e) {
            // what no reader of YAML reads, none obeys
        }
    }

    private static void tag(Event event, long offset, Scope scope) {
        Optional<String> tag = Optional.empty();
        if (event instanceof ScalarEvent scalar) {
            tag = scalar.getTag();
        } else if (event instanceof CollectionStartEvent collection) {
            tag = collection.getTag();
        }
        if (tag.isPresent() && tag.get().startsWith(PYTHON)) {
            scope.find(Rule.YAML_PYTHON_TAG, offset, tag.get());
        }
    }

    /** Something that is called by its dotted name: as a stream of pickle does it. */
    static void target(String name, long offset, Scope scope) {
        int dot = name.lastIndexOf('.');
        if (dot > 0) {
            scope.global(name.substring(0, dot), name.substring(dot + 1), true, offset);
        }
    }
}
