package io.ptmtorrent.normalizer.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

final class GlobTest {
    @ParameterizedTest
    @CsvFileSource(resources = "globs.csv", numLinesToSkip = 1)
    void matchesAsThePageSays(String glob, String path, boolean matches) {
        assertThat(new Glob(glob).matches(path)).as("%s on %s", glob, path).isEqualTo(matches);
    }

    @Test
    void saysWhatARegularExpressionOfTheSameMeaningSays() {
        Random random = new Random(6);
        for (int i = 0; i < 20_000; i++) {
            // given
            String glob = text(random, "ab/*?*.", 7);
            String path = text(random, "aab/b.", 8);

            // when
            boolean matches = new Glob(glob).matches(path);

            // then
            assertThat(matches).as("%s on %s", glob, path).isEqualTo(byExpression(glob, path));
        }
    }

    @Test
    @Timeout(10)
    void aPatternThatMakesOthersTryForEverIsDoneAtOnce() {
        // given
        Glob hostile = new Glob("**a".repeat(100) + "/**/" + "*a".repeat(100) + "b");

        // when, then
        assertThat(hostile.matches("a/".repeat(1_000) + "a".repeat(6_000))).isFalse();
    }

    private static boolean byExpression(String glob, String path) {
        boolean ofName = glob.indexOf('/') < 0;
        String text = ofName ? path.substring(path.lastIndexOf('/') + 1) : path;
        String pattern = glob.startsWith("/") ? glob.substring(1) : glob;
        StringBuilder expression = new StringBuilder();
        int at = 0;
        while (at < pattern.length()) {
            boolean begins = at == 0 || pattern.charAt(at - 1) == '/';
            if (begins && pattern.startsWith("**/", at)) {
                expression.append("(?:[^/]*/)*");
                at += 3;
            } else if (pattern.startsWith("**", at)) {
                expression.append(".*");
                at += 2;
            } else {
                char c = pattern.charAt(at++);
                expression.append(c == '*' ? "[^/]*" : c == '?' ? "[^/]" : Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(expression.toString(), Pattern.DOTALL)
                .matcher(text)
                .matches();
    }

    private static String text(Random random, String letters, int most) {
        StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(most + 1); left > 0; left--) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }
}
