package io.ptmtorrent.samplehub;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;

/** Renders rows; the same model at the same step, asked for the same fields, is the same bytes. */
final class Rows {
    /** What a listing shows when nothing is asked for. */
    static final Set<Field> LISTED = EnumSet.of(
            Field.LIKES,
            Field.TRENDING,
            Field.PRIVATE,
            Field.DOWNLOADS,
            Field.TAGS,
            Field.PIPELINE,
            Field.LIBRARY,
            Field.CREATED);

    /** What a single model shows when nothing is asked for: all but these. */
    static final Set<Field> TOLD = EnumSet.complementOf(EnumSet.of(
            Field.ALL_DOWNLOADS,
            Field.BASE_MODELS,
            Field.TRENDING,
            Field.CHILDREN,
            Field.PROVIDERS,
            Field.EVALUATIONS,
            Field.XET));

    private Rows() {}

    /** The row for exactly these fields, in the hub's order. */
    static JsonText asked(ModelDocument model, Collection<Field> fields) {
        JsonText out = begun(model);
        fields.forEach(field -> field.write(out, model));
        return ended(out, model);
    }

    /** The row of an answer to which no fields were asked for; it names the path a second time. */
    static JsonText usual(ModelDocument model, Set<Field> fields) {
        return usual(model, fields, any -> {});
    }

    /** The same with members of the caller's at the end. */
    static JsonText usual(ModelDocument model, Set<Field> fields, Consumer<JsonText> more) {
        JsonText out = begun(model);
        fields.forEach(field -> field.write(out, model));
        more.accept(out.member("modelId", model.path()));
        return ended(out, model);
    }

    private static JsonText begun(ModelDocument model) {
        return new JsonText().open().member("_id", model.objectId()).member("id", model.path());
    }

    private static JsonText ended(JsonText out, ModelDocument model) {
        if (model.profile().is(Oddity.UNKNOWN_MEMBERS)) {
            out.name("sampleOnly").open().name("grown").bool(true).close();
        }
        return out.close();
    }
}
