package io.ptmtorrent.normalizer.parse;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A line of Markdown without its markup, and where its links lead. For any thread. */
final class MarkdownText {
    private MarkdownText() {}

    /** The text of a line: links and images as their text, without tags and bold marks, runs of spaces as one. */
    static String plain(String line) {
        StringBuilder plain = new StringBuilder(line.length());
        for (int i = 0; i < line.length(); ) {
            int end = markupEnd(line, i);
            if (end > i) {
                i = end;
                if (line.charAt(end - 1) == '>') {
                    addSpace(plain);
                }
            } else if (Character.isWhitespace(line.charAt(i))) {
                addSpace(plain);
                i++;
            } else {
                plain.append(line.charAt(i++));
            }
        }
        return plain.toString().strip();
    }

    /** Where the links and images of a line lead, in its order. */
    static List<String> targets(String line) {
        List<String> targets = new ArrayList<>(1);
        for (int at = line.indexOf("]("); at >= 0; at = line.indexOf("](", at + 1)) {
            int end = line.indexOf(')', at);
            String target = end < 0 ? "" : line.substring(at + 2, end).strip();
            if (!target.isEmpty()) {
                targets.add(target);
            }
        }
        return targets;
    }

    /** The last web address that a line links to: of a badge the page, not the picture. */
    static @Nullable String lastAddress(String line) {
        List<String> targets = targets(line);
        String last = targets.isEmpty() ? "" : targets.getLast();
        return last.startsWith("https://") || last.startsWith("http://") ? last : null;
    }

    /** Where markup that begins at {@code at} ends; {@code at} where none begins. */
    private static int markupEnd(String line, int at) {
        char c = line.charAt(at);
        boolean link = c == '[' && line.indexOf("](", at) > 0;
        if (link || (c == '!' && line.startsWith("[", at + 1))) {
            return at + 1;
        }
        if (c == ']' && line.startsWith("(", at + 1)) {
            return end(line, ')', at);
        }
        if (c == '*' && line.startsWith("*", at + 1)) {
            return at + 2;
        }
        boolean tag = c == '<' && at + 1 < line.length() && isTag(line.charAt(at + 1));
        return tag ? end(line, '>', at) : at;
    }

    private static boolean isTag(char first) {
        return first == '/' || Character.isLetter(first);
    }

    private static int end(String line, char last, int at) {
        int end = line.indexOf(last, at);
        return end < 0 ? at : end + 1;
    }

    private static void addSpace(StringBuilder plain) {
        if (!plain.isEmpty() && plain.charAt(plain.length() - 1) != ' ') {
            plain.append(' ');
        }
    }
}
