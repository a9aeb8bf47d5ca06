package io.ptmtorrent.samplehub;

import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One thing that goes wrong with one listing page.
 *
 * @param page counted from 1, by place in the whole listing: page 3 of 1,000 rows is the one after 2,000 live models,
 *     however often and in whatever run it is asked for
 * @param times how often it strikes; {@link #ALWAYS} for every time
 * @param argument what the kind says, empty for its default
 */
public record Fault(FaultKind kind, int page, int times, String argument) {
    /** The number of times of a fault that does not heal. */
    public static final int ALWAYS = Integer.MAX_VALUE;

    private static final Pattern FORM =
            Pattern.compile("([a-z0-9-]+?)(-once|-always)?=(\\d{1,7})(?:x(\\d{1,7}))?(?:@(.+))?");

    /** Checks page, times and argument; what is wrong is an IllegalArgumentException. */
    public Fault {
        if (page < 1 || times < 1) {
            throw new IllegalArgumentException(
                    "faults: " + kind.title() + " on page " + page + ", " + times + " times; both count from 1");
        }
        switch (kind) {
            case SLOW, TOO_MANY -> requireNumber(kind, argument);
            case REDIRECT_AWAY -> requireUri(argument);
            default -> requireNone(kind, argument);
        }
    }

    static Fault parse(String text) {
        Matcher form = FORM.matcher(text);
        FaultKind kind = form.matches() ? FaultKind.titled(form.group(1)).orElse(null) : null;
        if (kind == null) {
            throw new IllegalArgumentException("faults: \"" + text
                    + "\" is not NAME[-once|-always]=PAGE[xTIMES][@ARGUMENT] with a name of " + FaultKind.titles());
        }
        String argument = form.group(5) == null ? "" : form.group(5);
        return new Fault(kind, Integer.parseInt(form.group(3)), times(kind, form), argument);
    }

    int number(int otherwise) {
        return argument.isEmpty() ? otherwise : Integer.parseInt(argument);
    }

    private static int times(FaultKind kind, Matcher form) {
        if (form.group(4) != null) {
            return Integer.parseInt(form.group(4));
        }
        String suffix = form.group(2) == null ? "" : form.group(2);
        return switch (suffix) {
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
