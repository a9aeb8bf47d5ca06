package io.ptmtorrent.samplehub;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * What models are called: a function of the number and of how often they were renamed.
 *
 * <p>Every name ends in the model's number in base 36, so names are unique, and the model can be found from its name
 * without a table. Immutable.
 */
final class Names {
    private static final int RADIX = 36;
    private static final int LONGEST_NAME = 96;
    private static final int LARGE_OWNERS = 40;

    private final long seed;
    private final int owners;
    /** First paths of the models that others are made from; nearly every row names one of them several times. */
    private final List<String> bases;

    Names(long seed, int models) {
        this.seed = seed;
        this.owners = Math.max(LARGE_OWNERS, models / 4);
        this.bases = IntStream.range(0, Profile.BASES)
                .mapToObj(base -> path(base, 0))
                .toList();
    }

    String basePath(int base) {
        return bases.get(base);
    }

    Kind kind(int index) {
        return Kind.at(Dice.below(Dice.mix(seed, index, Salt.KIND), 100));
    }

    Family family(int index) {
        return Family.of(kind(index), Dice.mix(seed, index, Salt.FAMILY));
    }

    /** {@code owner/name}, or {@code name} alone for the old kind without owner, which gets one when it is renamed. */
    String path(int index, int renames) {
        String name = name(index, renames);
        boolean alone = renames == 0 && Oddity.of(seed, index) == Oddity.NO_OWNER;
        return alone ? name : owner(index, renames) + "/" + name;
    }

    /** The number at the end of a path, or -1 where there is none. */
    static int indexIn(String path) {
        String tail = path.substring(path.lastIndexOf('-') + 1).toLowerCase(Locale.ROOT);
        if (!tail.matches("[0-9a-z]{1,5}")) {
            return -1;
        }
        int index = Integer.parseInt(tail, RADIX);
        return index < Births.MOST ? index : -1;
    }

    private String owner(int index, int renames) {
        Dice dice = new Dice(seed, index, Salt.OWNER + 100L * renames);
        int number = dice.percent(30) ? dice.below(LARGE_OWNERS) : dice.below(owners);
        Dice words = new Dice(seed, number, Salt.OWNER);
        String joint = words.percent(30) ? "-" : "";
        return words.pick(Words.FIRST) + joint + words.pick(Words.SECOND) + (number < LARGE_OWNERS ? "" : number);
    }

    private String name(int index, int renames) {
        Dice dice = new Dice(seed, index, Salt.TITLE);
        String title = family(index).word() + "-" + dice.pick(Words.SIZES) + "-" + dice.pick(Words.ROLES);
        String version = renames == 0 ? "" : "-v" + (renames + 1);
        String tail = version + "-" + Integer.toString(index, RADIX);
        return odd(index, title, dice, LONGEST_NAME - tail.length()) + tail;
    }

    private String odd(int index, String title, Dice dice, int room) {
        Oddity oddity = Oddity.of(seed, index);
        if (oddity == Oddity.UNICODE_ID) {
            return title + "-" + dice.pick(List.of("模型", "Größe", "1С", "モデル"));
        }
        if (oddity == Oddity.LONG_ID) {
            return (title + ".every_setting.of-the-run_".repeat(LONGEST_NAME)).substring(0, room);
        }
        return title;
    }
}
