package io.ptmtorrent.samplehub;

import java.util.HexFormat;

/**
 * When each model was made, and so its {@code _id}; models are numbered from 0 in that order.
 *
 * <p>An {@code _id} is a Mongo ObjectId: 4 bytes createdAt in seconds, 5 bytes of the machine (one here), 3 bytes
 * counter (the number), so ids rise with the numbers. Immutable.
 */
final class Births {
    static final int MOST = 1 << 24;

    private final long seed;
    private final int founders;
    /** The number after the last one born by step k, at k. */
    private final int[] ends;

    private final long machine;

    Births(long seed, int founders) {
        this(seed, founders, new int[] {founders});
    }

    private Births(long seed, int founders, int[] ends) {
        this.seed = seed;
        this.founders = founders;
        this.ends = ends;
        this.machine = Dice.mix(seed, 0, Salt.MACHINE) & 0xFF_FFFF_FFFFL;
    }

    /** The same births and {@code count} more in the next step. */
    Births plusStep(int count) {
        int[] longer = java.util.Arrays.copyOf(ends, ends.length + 1);
        longer[ends.length] = size() + count;
        if (longer[ends.length] > MOST) {
            throw new IllegalArgumentException(
                    "models: " + longer[ends.length] + ", at most " + MOST + " over all steps");
        }
        return new Births(seed, founders, longer);
    }

    int size() {
        return ends[ends.length - 1];
    }

    /** Seconds since 1970; never falls from one number to the next. */
    long createdAt(int index) {
        double within = (Dice.mix(seed, index, Salt.BORN) >>> 11) * 0x1.0p-53;
        if (index < founders) {
            return foundedAt(index, within);
        }
        int step = stepOf(index);
        int first = ends[step - 1];
        return HubClock.now(step - 1) + (long) ((index - first + within) * HubClock.DAY / (ends[step] - first));
    }

    String objectId(int index) {
        return HexFormat.of().toHexDigits(createdAt(index), 8)
                + HexFormat.of().toHexDigits(machine, 10)
                + HexFormat.of().toHexDigits(index, 6);
    }

    /** The number of the first model whose {@code _id} is not less than {@code objectId}, {@link #size} if none. */
    int firstNotBelow(String objectId) {
        int low = 0;
        int high = size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (objectId(middle).compareTo(objectId) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** One in twenty is as old as the import, the others are spread evenly up to the base day. */
    private long foundedAt(int index, double within) {
        int imported = founders / 20;
        if (index < imported) {
            return HubClock.IMPORT_DAY;
        }
        double share = (index - imported + within) / (founders - imported);
        return HubClock.IMPORT_DAY + (long) (share * (HubClock.BASE - HubClock.IMPORT_DAY));
    }

    private int stepOf(int index) {
        int step = 1;
        while (index >= ends[step]) {
            step++;
        }
        return step;
    }
}
