package io.ptmtorrent.inspection.judge;

import io.ptmtorrent.avro.InspectionFlag;
import io.ptmtorrent.inspection.bytes.Broken;
import io.ptmtorrent.inspection.bytes.Bytes;
import java.io.IOException;

/**
 * Where a parser writes what it sees, and how it has parts looked into; knows which part of the file it is.
 *
 * <p>One inspection is one thread's.
 */
public final class Scope {
    /** Parts in parts in parts: deeper is told, not read. */
    private static final int DEPTH = 4;

    private final Notes notes;
    private final Part part;
    private final Budget budget;
    private final String where;
    private final int depth;

    private Scope(Notes notes, Part part, Budget budget, String where, int depth) {
        this.notes = notes;
        this.part = part;
        this.budget = budget;
        this.where = where;
        this.depth = depth;
    }

    /** The file itself. */
    public static Scope ofFile(Notes notes, Part part, Budget budget) {
        return new Scope(notes, part, budget, "", 0);
    }

    /** A part by name, of the same depth: one parser reads both. */
    public Scope named(String name) {
        String shown = Excerpt.of(name, 200);
        return new Scope(notes, part, budget, where.isEmpty() ? shown : where + "!" + shown, depth);
    }

    /** A place to try things out, of no file. */
    public static Scope nowhere() {
        return new Scope(new Notes(RuleSet.current()), (name, bytes, certainty, scope) -> false, new Budget(0), "", 0);
    }

    /** A place to try things out: nothing that is found there is told, and no part is looked into. */
    public Scope silent() {
        return new Scope(new Notes(notes.rules()), (name, bytes, certainty, scope) -> false, budget, where, depth);
    }

    public String where() {
        return where;
    }

    public int depth() {
        return depth;
    }

    public Budget budget() {
        return budget;
    }

    /**
     * Says that something was seen.
     *
     * @param offset bytes from the start of this part
     */
    public void find(Rule rule, long offset, String detail) {
        notes.find(rule, where, offset, detail);
    }

    /** Says that something is true of the whole part. */
    public void find(Rule rule, String detail) {
        notes.find(rule, where, null, detail);
    }

    /** A fact of the model; facts of parts are not those of the file, and are left out unless they say something new. */
    public void fact(String name, Object value) {
        notes.fact(name, String.valueOf(value));
    }

    /** A number that parts add up to. */
    public void count(String name, long more) {
        notes.count(name, more);
    }

    public void flag(InspectionFlag flag) {
        notes.flag(flag);
    }

    /** A class or function that a stream names, or calls. */
    public void global(String module, String name, boolean called, long offset) {
        notes.global(where, module, name, called, offset);
    }

    /**
     * An operator that a graph or program names, once for each time.
     *
     * @param system whose operators they are: onnx, tensorflow, torch, coreml
     * @param name with its domain where that is not the system's own
     */
    public void operator(String system, String name, long offset) {
        notes.operator(where, system, name, offset);
    }

    public GlobalList globals() {
        return notes.rules().globals();
    }

    /** What a reader threw is what was found: its kind decides the rule. */
    public void broken(Broken broken) {
        broken(broken.kind() == Broken.Kind.MALFORMED ? Rule.BROKEN : Rule.LIMIT, broken);
    }

    /** As {@link #broken(Broken)}, under a rule of the format's own. */
    public void broken(Rule rule, Broken broken) {
        notes.find(rule, where, broken.offset(), broken.told());
    }

    /**
     * Has a part looked into.
     *
     * @return whether it was anything that is known
     */
    public boolean inspect(String name, Bytes bytes, Part.Certainty certainty) throws IOException {
        Scope inner = new Scope(notes, part, budget, named(name).where, depth + 1);
        if (!budget.takePart()) {
            inner.find(Rule.EXPANSION_LIMIT, "there are more parts than we look into");
            return true;
        }
        if (inner.depth > DEPTH) {
            if (certainty == Part.Certainty.OPENED) {
                inner.find(Rule.NESTED_TOO_DEEP, "lies " + inner.depth + " parts deep");
            }
            return false;
        }
        return part.inspect(name, bytes, certainty, inner);
    }
}
