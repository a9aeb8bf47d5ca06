package io.ptmtorrent.crawler.hub.pytorch;

import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.crawler.git.Repository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CardTest {
    private static final Repository VISION = new Repository("pytorch", "vision");

    @ParameterizedTest
    @ValueSource(strings = {"pytorch_vision_alexnet.md", "simplenet.MD", "readme2.md"})
    void aPageAtTheRootIsACard(String path) {
        assertThat(Card.isOne(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "README.md",
                "CONTRIBUTING.md",
                "Code_Of_Conduct.md",
                "docs/template.md",
                "a.mdx",
                ".md",
                "LICENSE"
            })
    void aboutTheHubItselfAreNoCards(String path) {
        assertThat(Card.isOne(path)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            github-id: pytorch/vision                                                      | pytorch/vision
            github-id:pytorch/vision                                                       | pytorch/vision
            github-id: "pytorch/vision"                                                    | pytorch/vision
            github-link: https://github.com/a/b/blob/main/c.py\\ngithub-id: pytorch/vision | pytorch/vision
            github-link: https://github.com/a/b/blob/main/c.py                             | a/b
            github-link: https://github.com/a/b.git\\ngithub-id: nonsense                  | a/b
            order:\\n\\t- 10\\ngithub-id: pytorch/vision                                   | pytorch/vision
            github-id: pytorch/vision\\r                                                   | pytorch/vision
            github-id: ../..                                                               | ``
            github-id: https://example.org/a                                               | ``
            github-link: https://example.org/a/b                                           | ``
            title: x\\n---\\ngithub-id: pytorch/vision                                     | ``
            """)
    void theRepositoryIsWhatTheFrontMatterNames(String members, String repository) {
        // given
        String text =
                "---\n" + members.replace("\\n", "\n").replace("\\r", "\r").replace("\\t", "\t") + "\n---\ntext\n";

        // when
        Card card = new Card("a", text);

        // then
        assertThat(card.repository().map(Repository::toString).orElse("")).isEqualTo(repository);
    }

    @Test
    void aTextWithoutFrontMatterNamesNone() {
        assertThat(new Card("a", "github-id: a/b\n").repository()).isEmpty();
        assertThat(new Card("a", "").repository()).isEmpty();
        assertThat(new Card("a", "---\nno end").repository()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "none", textBlock = """
            torch.hub.load('pytorch/vision:v0.10.0', 'alexnet')                              | v0.10.0
            torch.hub.load("pytorch/vision:v0.10.0", "alexnet")                              | v0.10.0
            torch.hub.load('pytorch/vision', 'alexnet')                                      | none
            torch.hub.load('PyTorch/Vision:v1', 'alexnet')                                   | v1
            torch.hub.load(repo_or_dir='pytorch/vision:v1', model='a')                       | v1
            torch.hub.load(github="pytorch/vision:v1", model='a')                            | v1
            torch.hub.load(\\n    'pytorch/vision:feature/x',\\n 'a')                        | feature/x
            torch.hub.load('other/vision:v9', 'a') torch.hub.load('pytorch/vision:v1', 'b')  | v1
            torch.hub.load('pytorch/vision', 'a') torch.hub.load('pytorch/vision:v1', 'b')   | none
            torch.hub.load('other/vision:v9', 'a')                                           | none
            torch.hub.load(name, 'a')                                                        | none
            torch.hub.list('pytorch/vision:v1')                                              | none
            """)
    void theRefIsThatOfTheFirstLoadOfTheRepository(String text, String ref) {
        assertThat(new Card("a", text.replace("\\n", "\n")).ref(VISION)).isEqualTo(ref);
    }

    @ParameterizedTest
    @CsvSource({
        "v0.10.0, true",
        "feature/x, true",
        "-rf, false",
        "a b, false",
        "../x, false",
        "a~1, false",
        "a:b, false"
    })
    void whatCanBeNoRefIsNotAskedFor(String ref, boolean can) {
        assertThat(Card.isRef(ref)).isEqualTo(can);
    }
}
