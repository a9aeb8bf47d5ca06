package io.ptmtorrent.crawler.hub.pytorch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.crawler.git.Repository;
import io.ptmtorrent.crawler.git.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HubconfWeightsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            load_state_dict_from_url('https://h/a-01234567.pth')                     | https://h/a-01234567.pth
            model_urls = {'a': "https://h/a.pt", 'b': 'https://h/b.pth'}             | https://h/a.pt https://h/b.pth
            u = r'https://h/a.ckpt'                                                  | https://h/a.ckpt
            u = u"https://h/a.bin"                                                   | https://h/a.bin
            u = \"""https://h/a.th\"""                                               | https://h/a.th
            u = 'https://h/' 'a' ".onnx"                                             | https://h/a.onnx
            ROOT = 'https://h/'; u = ROOT + 'a.pth'                                  | https://h/a.pth
            ROOT = 'https://h'; u = f'{ROOT}/a.pyth'                                 | https://h/a.pyth
            ROOT = 'https://h'; u = f"{ ROOT }/{{a}}.pth"                            | ``
            A = 'https://h'; B = A + '/m'; u = B + '/a.pth'                          | https://h/m/a.pth
            u = ('https://h/'\\n    'a.pth')                                         | https://h/a.pth
            u = 'https://h/' \\\\n  'a.pth'                                        | https://h/a.pth
            ROOT = 'https://h/'; u = '{}a.pth'.format(ROOT)                          | https://h/a.pth
            u = 'https://h/{}-{v}.pth'.format('a', v='2')                            | https://h/a-2.pth
            u = 'https://h/%s.pth' % 'a'                                             | https://h/a.pth
            u = 'https://h/a.pth?download=1'                                         | https://h/a.pth?download=1
            u = 'http://h/a.tar.gz'                                                  | http://h/a.tar.gz
            u = ' https://h/a.pth '                                                  | https://h/a.pth
            u = 'https://h/a.PTH'                                                    | https://h/a.PTH
            u = 'http://h/a.pth'; v = 'https://h/a.pth'                              | https://h/a.pth
            """)
    void findsAddressesThatAreWrittenOrPlainlyPutTogether(String source, String urls) {
        assertThat(String.join(" ", urls(Map.of("hubconf.py", source.replace("\\n", "\n")))))
                .isEqualTo(urls);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "# 'https://h/a.pth'",
                "\"\"\"Read https://h/a.pth\"\"\"",
                "u = b'https://h/a.pth'",
                "u = 'https://h/' + name + '.pth'",
                "u = 'https://h/a.pth' + suffix",
                "u = f'https://h/{name}.pth'",
                "u = f'https://h/{cfg.name}.pth'",
                "u = 'https://h/{}.pth'.format(name)",
                "u = 'https://h/{}.pth'",
                "u = 'https://h/%s.pth' % name",
                "u = 'https://h/a.pth'.replace('a', b)",
                "ROOT = 'https://h/'\nROOT = 'https://i/'\nu = ROOT + 'a.pth'",
                "ROOT = 'https://h/'\nROOT = other()\nu = ROOT + 'a.pth'",
                "u = cfg.ROOT + 'a.pth'",
                "u = 'ftp://h/a.pth'",
                "u = 'file:///etc/a.pth'",
                "u = 'https://user:pass@h/a.pth'",
                "u = 'https://h/readme.html'",
                "u = 'https://h/images.zip'",
                "u = 'https://h/a b.pth'",
                "u = 'https:///a.pth'",
                "u = 'https://h/a.pth\n'",
                "u = \"\"\"https://h/a.pth\nhttps://h/b.pth\"\"\"",
                "u = '\\",
                "\u0000\uFFFF((((",
                ""
            })
    void leavesOutWhatIsNoAddressOfAWeightOrNeedsTheProgramToRun(String source) {
        assertThat(urls(Map.of("hubconf.py", source))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            import nets.a                              | nets/a.py
            import os, nets.a as x                     | nets/a.py
            from nets.a import f                       | nets/a.py
            from nets.a import (f,\\n  g as h,\\n)     | nets/a.py
            from nets import a                         | nets/a.py
            from nets import a as b, a                 | nets/a.py
            from nets import *                         | nets/__init__.py
            from nets import f                         | nets/__init__.py
            from .nets.a import f                      | nets/a.py
            from . import top                          | top.py
            def f():\\n    from nets.a import g        | nets/a.py
            try: import nets.a                         | nets/a.py
            from silero import f                       | src/silero/__init__.py
            import nets.a; x = 1                       | nets/a.py
            from nets.a \\\\n  import f              | nets/a.py
            """)
    void readsTheFilesThatAreImported(String source, String imported) {
        // given
        Map<String, String> files = new TreeMap<>();
        for (String path :
                List.of("nets/__init__.py", "nets/a.py", "top.py", "src/silero/__init__.py", "a.py", "f.py")) {
            files.put(path, "u = 'https://h/" + path.replace('/', '.') + ".pth'");
        }
        files.put("hubconf.py", source.replace("\\n", "\n"));

        // when
        List<String> urls = urls(files);

        // then
        assertThat(urls).containsExactly("https://h/" + imported.replace('/', '.') + ".pth");
    }

    @Test
    void followsImportsOfImportsAndCirclesFromWhereverTheyAre() {
        // given
        Map<String, String> files = Map.of(
                "hubconf.py", "from a.b.c import x",
                "a/b/c.py", "from ..d import y\nfrom ...e import z\nfrom . import f\nu = 'https://h/c.pth'",
                "a/d/__init__.py", "from .g import *\nfrom a.b import c",
                "a/d/g.py", "u = 'https://h/g.pth'",
                "e.py", "import hubconf\nu = 'https://h/e.pth'",
                "a/b/f.py", "u = 'https://h/f.pth'",
                "a/b/__init__.py", "u = 'https://h/on-the-way.pth'",
                "other.py", "u = 'https://h/other.pth'");

        // when
        List<String> urls = urls(files);

        // then
        assertThat(urls).containsExactly("https://h/c.pth", "https://h/e.pth", "https://h/f.pth", "https://h/g.pth");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "from import",
                "import",
                "from .",
                "from ..... import a",
                "import .",
                "from a import",
                "from a import (",
                "import a.",
                "from os import path",
                "yield from nets.a",
                "x = 'import nets.a'"
            })
    void whatImportsNothingReadsNothing(String source) {
        assertThat(urls(Map.of("hubconf.py", source, "nets/a.py", "u = 'https://h/a.pth'")))
                .isEmpty();
    }

    @Test
    void aRepositoryWithoutHubconfNamesNone() {
        assertThat(urls(Map.of("model.py", "u = 'https://h/a.pth'"))).isEmpty();
    }

    @Test
    void aFileOfHundredThousandOpenBracketsAndQuotesIsReadToItsEnd() {
        // given
        String source = "(".repeat(100_000) + "'\n".repeat(100_000) + ")".repeat(100_000) + "\nu = 'https://h/a.pth'";

        // when
        List<String> urls = urls(Map.of("hubconf.py", source));

        // then
        assertThat(urls).containsExactly("https://h/a.pth");
    }

    @Test
    void twoAddressesThatDifferInHostOrQueryAreTwoFiles() {
        // when
        List<WeightUrl> weights = weights(Map.of(
                "hubconf.py", "['https://h/a.pth', 'https://i/a.pth', 'https://h/a.pth?v=2', 'https://h/a.pth#x']"));

        // then
        assertThat(weights).extracting(WeightUrl::path).containsExactly("h/a.pth", "h/a.pth?v=2", "i/a.pth");
    }

    private static List<String> urls(Map<String, String> files) {
        return weights(files).stream().map(WeightUrl::url).toList();
    }

    private static List<WeightUrl> weights(Map<String, String> files) {
        List<Snapshot.Entry> entries = new ArrayList<>();
        files.forEach((path, text) ->
                entries.add(new Snapshot.Entry(path, text.length(), "b".repeat(40), null, text.getBytes(UTF_8))));
        Snapshot snapshot = new Snapshot(new Repository("a", "b"), "c".repeat(40), null, entries);
        return List.copyOf(HubconfWeights.of(snapshot));
    }
}
