package io.ptmtorrent.samplehub;

/** Writes {@code model-index}: results that the card claims, with the odd values that cards have. */
final class ModelIndex {
    private ModelIndex() {}

    static void write(JsonText out, ModelDocument model) {
        out.name("model-index");
        if (model.profile().is(Oddity.MODEL_INDEX_NOT_LIST)) {
            out.open()
                    .member("name", "results")
                    .member("results", (String) null)
                    .close();
            return;
        }
        String name = model.path().substring(model.path().indexOf('/') + 1);
        out.list().open().member("name", name).name("results").list();
        result(out, model);
        out.endList().close().endList();
    }

    private static void result(JsonText out, ModelDocument model) {
        String task =
                model.profile().pipeline() == null ? "other" : model.profile().pipeline();
        out.open()
                .name("task")
                .open()
                .member("name", task.replace('-', ' '))
                .member("type", task)
                .close();
        dataset(out.name("dataset").open(), model);
        out.close().name("metrics").list();
        metric(out, model, "accuracy");
        metric(out, model, "loss");
        out.endList().close();
    }

    private static void dataset(JsonText out, ModelDocument model) {
        String dataset = model.profile().datasets().isEmpty()
                ? "fieldnotes"
                : model.profile().datasets().getFirst();
        out.member("name", dataset)
                .member("type", dataset)
                .member("config", "default")
                .member("split", "validation");
        if (model.profile().is(Oddity.METRIC_ARGS_TEXT)) {
            out.member("args", "default");
        } else {
            out.name("args").raw("null");
        }
    }

    private static void metric(JsonText out, ModelDocument model, String type) {
        int value = Dice.below(Dice.mix(model.index(), model.revision(), type.length()), 10_000);
        out.open().member("name", type).member("type", type).name("value");
        if (model.profile().is(Oddity.METRIC_TEXT)) {
            out.text(value / 100 + "%");
        } else {
            out.raw("0." + (10_000 + value));
        }
        out.name("verified").bool(false).close();
    }
}
