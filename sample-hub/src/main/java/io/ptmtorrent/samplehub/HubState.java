package io.ptmtorrent.samplehub;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * What every model is like at one step; some 16 bytes a model.
 *
 * <p>Written by {@link Evolution} only, before anybody else sees it; from then on it is not changed, and safe for all
 * threads.
 */
final class HubState {
    private static final byte LIVE = 1;
    private static final byte DISABLE_TURNED = 2;
    private static final byte GATE_TURNED = 4;

    final int step;
    final Births births;
    /** Paths that re-created models took over, by their number. */
    final Map<Integer, String> inherited;
    /** The latest re-created model whose path ends in the number of another. */
    final Map<Integer, Integer> heirs;

    private final byte[] flags;
    private final HubChange[] changes;
    private final byte[] renames;
    private final byte[] tagged;
    private final short[] revisions;
    private final short[] pulses;
    private final int[] modified;

    /** The hub at step 0: all founders, untouched. */
    HubState(Births births) {
        int size = births.size();
        this.step = 0;
        this.births = births;
        this.inherited = new HashMap<>();
        this.heirs = new HashMap<>();
        this.flags = new byte[size];
        this.changes = unchanged(size);
        this.renames = new byte[size];
        this.tagged = new byte[size];
        this.revisions = new short[size];
        this.pulses = new short[size];
        this.modified = new int[size];
    }

    /** A copy for the next step with room for what is born in it; no model has changed yet. */
    HubState(HubState before, Births births) {
        int size = births.size();
        this.step = before.step + 1;
        this.births = births;
        this.inherited = new HashMap<>(before.inherited);
        this.heirs = new HashMap<>(before.heirs);
        this.flags = Arrays.copyOf(before.flags, size);
        this.changes = unchanged(size);
        this.renames = Arrays.copyOf(before.renames, size);
        this.tagged = Arrays.copyOf(before.tagged, size);
        this.revisions = Arrays.copyOf(before.revisions, size);
        this.pulses = Arrays.copyOf(before.pulses, size);
        this.modified = Arrays.copyOf(before.modified, size);
    }

    int size() {
        return flags.length;
    }

    boolean live(int index) {
        return (flags[index] & LIVE) != 0;
    }

    boolean disableTurned(int index) {
        return (flags[index] & DISABLE_TURNED) != 0;
    }

    boolean gateTurned(int index) {
        return (flags[index] & GATE_TURNED) != 0;
    }

    HubChange change(int index) {
        return changes[index];
    }

    int renames(int index) {
        return renames[index];
    }

    int tagged(int index) {
        return tagged[index];
    }

    int revision(int index) {
        return revisions[index];
    }

    int pulse(int index) {
        return pulses[index];
    }

    /** Seconds since 1970. */
    long lastModified(int index) {
        return modified[index];
    }

    void born(int index, HubChange how, long lastModified) {
        flags[index] = LIVE;
        mark(index, how);
        modified[index] = (int) lastModified;
    }

    void removed(int index, HubChange how) {
        flags[index] &= ~LIVE;
        mark(index, how);
    }

    void restored(int index) {
        flags[index] |= LIVE;
        mark(index, HubChange.RESTORED);
    }

    void revised(int index, long lastModified) {
        revisions[index]++;
        modified[index] = (int) lastModified;
        mark(index, HubChange.REVISED);
    }

    void renamed(int index) {
        renames[index]++;
        mark(index, HubChange.RENAMED);
    }

    void tagged(int index, HubChange how) {
        tagged[index]++;
        mark(index, how);
    }

    void turnedGate(int index, HubChange how) {
        flags[index] ^= GATE_TURNED;
        mark(index, how);
    }

    void turnedDisabled(int index, HubChange how) {
        flags[index] ^= DISABLE_TURNED;
        mark(index, how);
    }

    void pulsed(int index) {
        pulses[index]++;
    }

    private void mark(int index, HubChange how) {
        changes[index] = how;
    }

    private static HubChange[] unchanged(int size) {
        HubChange[] changes = new HubChange[size];
        Arrays.fill(changes, HubChange.NONE);
        return changes;
    }
}
