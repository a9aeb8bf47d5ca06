package io.ptmtorrent.samplehub;

import java.util.function.IntPredicate;

/**
 * Moves the hub from one step to the next; the same seed always moves it the same way.
 *
 * <p>Of the live models 2 % are revised, 1 % touched without a commit, 0.5 % renamed, 0.3 % deleted, 0.2 % replaced by
 * another repository of the same path; 1 % are born; half of those deleted in the step before come back. From {@value
 * #FEW} live models on at least one of each happens (an UNGATED or ENABLED only where there is a candidate). No model
 * is touched twice in a step.
 */
final class Evolution {
    static final int FEW = 20;

    private static final HubChange[] TOUCHES = {
        HubChange.GATED, HubChange.TAGGED, HubChange.DISABLED, HubChange.UNGATED, HubChange.TAGGED, HubChange.ENABLED
    };

    private final ModelFacts facts;

    Evolution(ModelFacts facts) {
        this.facts = facts;
    }

    HubState at(int step, int models) {
        HubState state = founded(models);
        while (state.step < step) {
            state = next(state);
        }
        return state;
    }

    HubState next(HubState before) {
        int live = countLive(before);
        int created = share(live, 0.01, 1);
        int replaced = share(live, 0.002, 1);
        HubState after = new HubState(before, before.births.plusStep(created + replaced));
        Dice dice = new Dice(facts.seed(), after.step, Salt.STEP);
        restore(before, after);
        change(after, dice, live, before.size());
        replace(after, dice, before.size(), replaced);
        for (int i = before.size() + replaced; i < after.size(); i++) {
            born(after, i, HubChange.CREATED);
        }
        pulse(after, before.size());
        return after;
    }

    private HubState founded(int models) {
        HubState state = new HubState(new Births(facts.seed(), models));
        for (int i = 0; i < models; i++) {
            born(state, i, HubChange.NONE);
        }
        return state;
    }

    private void born(HubState state, int index, HubChange how) {
        long created = state.births.createdAt(index);
        long age = HubClock.now(state.step) - created;
        long hash = Dice.mix(facts.seed(), index, Salt.TOUCHED);
        long later = (hash & 3) == 0
                ? Math.floorMod(hash >>> 2, age + 1)
                : Math.floorMod(hash >>> 2, Math.min(age, 7_200) + 1);
        state.born(index, how, created + later);
    }

    private static void restore(HubState before, HubState after) {
        boolean turn = true;
        for (int i = 0; i < before.size(); i++) {
            if (before.change(i) == HubChange.DELETED) {
                if (turn) {
                    after.restored(i);
                }
                turn = !turn;
            }
        }
    }

    private void change(HubState after, Dice dice, int live, int among) {
        for (int i = share(live, 0.02, 1); i > 0; i--) {
            int index = pick(after, dice, among, any -> true);
            if (index >= 0) {
                after.revised(index, HubClock.now(after.step - 1) + 1 + dice.below((int) HubClock.DAY));
            }
        }
        for (int i = share(live, 0.01, TOUCHES.length) - 1; i >= 0; i--) {
            touch(after, dice, among, TOUCHES[i % TOUCHES.length]);
        }
        for (int i = share(live, 0.005, 1); i > 0; i--) {
            ifAny(pick(after, dice, among, any -> true), after::renamed);
        }
        for (int i = share(live, 0.003, 1); i > 0; i--) {
            ifAny(pick(after, dice, among, any -> true), index -> after.removed(index, HubChange.DELETED));
        }
    }

    private void touch(HubState after, Dice dice, int among, HubChange how) {
        switch (how) {
            case GATED, UNGATED ->
                ifAny(
                        pick(
                                after,
                                dice,
                                among,
                                i -> "false".equals(facts.gated(after, i)) == (how == HubChange.GATED)),
                        i -> after.turnedGate(i, how));
            case DISABLED, ENABLED ->
                ifAny(
                        pick(after, dice, among, i -> facts.disabled(after, i) == (how == HubChange.ENABLED)),
                        i -> after.turnedDisabled(i, how));
            default -> ifAny(pick(after, dice, among, any -> true), i -> after.tagged(i, how));
        }
    }

    private void replace(HubState after, Dice dice, int firstBorn, int count) {
        for (int heir = firstBorn; heir < firstBorn + count; heir++) {
            int old = pick(after, dice, firstBorn, any -> true);
            if (old < 0) {
                born(after, heir, HubChange.CREATED);
                continue;
            }
            String path = facts.path(after, old);
            after.removed(old, HubChange.REPLACED);
            after.inherited.put(heir, path);
            after.heirs.put(Names.indexIn(path), heir);
            born(after, heir, HubChange.RECREATED);
        }
    }

    private void pulse(HubState after, int among) {
        for (int i = 0; i < among; i++) {
            if (after.live(i) && Dice.below(Dice.mix(facts.seed(), i, Salt.PULSE + after.step), 10) == 0) {
                after.pulsed(i);
            }
        }
    }

    /** A live model that nothing has happened to in this step, or -1: the first that fits from a random place on. */
    private static int pick(HubState state, Dice dice, int among, IntPredicate fits) {
        int start = among == 0 ? 0 : dice.below(among);
        for (int i = 0; i < among; i++) {
            int index = (start + i) % among;
            if (state.live(index) && state.change(index) == HubChange.NONE && fits.test(index)) {
                return index;
            }
        }
        return -1;
    }

    private static void ifAny(int index, java.util.function.IntConsumer then) {
        if (index >= 0) {
            then.accept(index);
        }
    }

    private static int share(int live, double part, int least) {
        int count = (int) Math.round(live * part);
        return live < FEW ? count : Math.max(least, count);
    }

    private static int countLive(HubState state) {
        int live = 0;
        for (int i = 0; i < state.size(); i++) {
            live += state.live(i) ? 1 : 0;
        }
        return live;
    }
}
