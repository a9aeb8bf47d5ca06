package io.ptmtorrent.samplehub;

import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One thing that goes wrong with one page or file.
 *
 * @param target whether a page of the listing, a tree or a file is struck
 * @param number of the listing the page, counted from 1, by place in the whole listing: page 3 of 1,000 rows is the one
 *     after 2,000 live models, however often and in whatever run it is asked for; else the model's number, or {@link #ANY}
 * @param part page of the tree from 1, place of the file from 0, or {@link #ANY}; ANY for the listing
 * @param times how often it strikes, over all that it may strike; {@link #ALWAYS} for every time
 * @param argument what the kind says, empty for its default
 */
public record Fault(FaultTarget target, FaultKind kind, int number, int part, int times, String argument) {
    /** The number of times of a fault that does not heal. */
    public static final int ALWAYS = Integer.MAX_VALUE;

    /** Every model, every page or every file. */
    public static final int ANY = -1;

    private static final int CROWD = 50_000;
    private static final int LARGEST_CROWD = 200_000;
    private static final int HEAVY_MIB = 64;
    private static final int HEAVIEST_MIB = 512;

    private static final Pattern FORM = Pattern.compile("(tree-|file-)?([a-z0-9-]+?)(-once|-always)?="
            + "(\\*|\\d{1,7})(?:\\.(\\d{1,7}))?(?:x(\\d{1,7}))?(?:@(.+))?");

    /** Checks number, part, times and argument; what is wrong is an IllegalArgumentException. */
    public Fault {
        if (!kind.strikes(target)) {
            throw new IllegalArgumentException(
                    "faults: " + target.prefix() + kind.title() + ", which is no fault of a " + target);
        }
        int least = target == FaultTarget.LISTING ? 1 : ANY;
        boolean counted = target == FaultTarget.TREE ? part != 0 : part >= ANY;
        if (number < least || times < 1 || part < ANY || !counted || (target == FaultTarget.LISTING && part != ANY)) {
            throw new IllegalArgumentException("faults: " + target.prefix() + kind.title() + " at " + number + ", part "
                    + part + ", " + times + " times; pages and times count from 1, models and files from 0");
        }
        switch (kind) {
            case SLOW, TOO_MANY -> requireNumber(kind, argument);
            case MANY_FILES -> requireMost(kind, number, argument, LARGEST_CROWD);
            case HEAVY_FILE -> requireMost(kind, number, argument, HEAVIEST_MIB);
            case REDIRECT_AWAY -> requireUri(argument);
            default -> requireNone(kind, argument);
        }
    }

    /** A fault of a page of the listing. */
    public Fault(FaultKind kind, int page, int times, String argument) {
        this(FaultTarget.LISTING, kind, page, ANY, times, argument);
    }

    static Fault parse(String text) {
        Matcher form = FORM.matcher(text);
        FaultKind kind = form.matches() ? FaultKind.titled(form.group(2)).orElse(null) : null;
        if (kind == null) {
            throw new IllegalArgumentException("faults: \"" + text + "\" is not [tree-|file-]NAME[-once|-always]="
                    + "PLACE[.PART][xTIMES][@ARGUMENT] with a name of " + FaultKind.titles());
        }
        return new Fault(
                FaultTarget.of(or(form.group(1), "")),
                kind,
                form.group(4).equals("*") ? ANY : Integer.parseInt(form.group(4)),
                Integer.parseInt(or(form.group(5), Integer.toString(ANY))),
                times(kind, form),
                or(form.group(7), ""));
    }

    /** Whether it may strike here. */
    boolean fits(FaultKind.Spot spot, int where, int which) {
        return target == spot.target()
                && kind.strikesAt(spot)
                && (number == where || (number == ANY && target != FaultTarget.LISTING))
                && (part == which || part == ANY);
    }

    int number(int otherwise) {
        return argument.isEmpty() ? otherwise : Integer.parseInt(argument);
    }

    /** What files a model has besides, where this is such a fault. */
    Extras extras() {
        return switch (kind) {
            case MANY_FILES -> new Extras(number(CROWD), 0);
            case HEAVY_FILE -> new Extras(0, number(HEAVY_MIB));
            default -> Extras.NONE;
        };
    }

    private static String or(String group, String otherwise) {
        return group == null ? otherwise : group;
    }

    private static int times(FaultKind kind, Matcher form) {
        if (form.group(6) != null) {
            return Integer.parseInt(form.group(6));
        }
        return switch (or(form.group(3), "")) {
            case "-once" -> 1;
            case "-always" -> ALWAYS;
            default -> kind.lasting() ? ALWAYS : 1;
        };
    }

    private static void requireNumber(FaultKind kind, String argument) {
        if (!argument.matches("\\d{0,7}")) {
            throw new IllegalArgumentException("faults: " + kind.title() + "@" + argument + ", a number is needed");
        }
    }

    private static void requireMost(FaultKind kind, int number, String argument, int most) {
        requireNumber(kind, argument);
        if (number == ANY || (!argument.isEmpty() && Integer.parseInt(argument) > most)) {
            throw new IllegalArgumentException("faults: " + kind.title() + " of " + number + "@" + argument
                    + ", one model's number and at most " + most + " are needed");
        }
    }

    private static void requireUri(String argument) {
        if (argument.isEmpty() || !URI.create(argument).isAbsolute()) {
            throw new IllegalArgumentException("faults: redirect-away@" + argument + ", an absolute URI is needed");
        }
    }

    private static void requireNone(FaultKind kind, String argument) {
        if (!argument.isEmpty()) {
            throw new IllegalArgumentException("faults: " + kind.title() + "@" + argument + ", it takes no argument");
        }
    }
}
