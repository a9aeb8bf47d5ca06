package io.ptmtorrent.samplehub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ptmtorrent.samplehub.loopback.Answer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaultsTest {
    private static final String QUERY = "limit=50&sort=createdAt&direction=1&expand=sha";
    private static final SampleHubConfig CONFIG = SampleHubConfig.defaults().withModels(200);

    @Test
    void htmlPageComesWithStatus200() throws IOException {
        // when
        HttpResponse<byte[]> page = secondPage("html-page=2");
        // then
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(HubReader.header(page, "content-type")).startsWith("text/html");
        assertThat(HubReader.text(page)).startsWith("<!DOCTYPE html>");
        assertThat(page.headers().firstValue("link")).isEmpty();
    }

    @Test
    void truncatedPageIsAWholeAnswerWithHalfAText() throws IOException {
        // when
        HttpResponse<byte[]> page = secondPage("truncated-page=2");
        // then
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).hasSizeGreaterThan(1_000);
        assertThatThrownBy(() -> new ObjectMapper().readTree(page.body())).isInstanceOf(JsonProcessingException.class);
    }

    @Test
    void notJsonIsNotJson() throws IOException {
        // when
        HttpResponse<byte[]> page = secondPage("not-json=2");
        // then
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(HubReader.text(page)).startsWith("upstream");
    }

    @Test
    void cutPageEndsTheConnectionInTheBody() {
        assertThatThrownBy(() -> secondPage("cut=2")).isInstanceOf(IOException.class);
    }

    @Test
    void tooManySaysWhenToComeBack() throws IOException {
        // when
        HttpResponse<byte[]> page = secondPage("429=2@7");
        // then
        assertThat(page.statusCode()).isEqualTo(429);
        assertThat(HubReader.header(page, "ratelimit")).isEqualTo("\"api\";r=0;t=7");
        assertThat(HubReader.header(page, "retry-after")).isEqualTo("7");
    }

    @Test
    void bareTooManySaysNothing() throws IOException {
        // when
        HttpResponse<byte[]> page = secondPage("429-bare=2");
        // then
        assertThat(page.statusCode()).isEqualTo(429);
        assertThat(page.headers().map().keySet())
                .doesNotContain("ratelimit", "ratelimit-policy", "retry-after", "date");
    }

    @Test
    void burstOfServerErrorsPasses() throws IOException {
        // given
        try (SampleHub hub = SampleHub.start(CONFIG.withFaults(Faults.parse("5xx=1x3")));
                HubReader reader = new HubReader(hub)) {
            // when
            List<Integer> statuses = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                statuses.add(reader.get("/api/models?" + QUERY).statusCode());
            }
            // then
            assertThat(statuses).containsExactly(503, 500, 502, 200);
        }
    }

    @Test
    void redirectLeadsToTheOtherHost() throws IOException {
        // when
        HttpResponse<byte[]> page = secondPage("redirect-away=2@http://127.0.0.1:9/elsewhere");
        // then
        assertThat(page.statusCode()).isEqualTo(307);
        assertThat(HubReader.header(page, "location")).isEqualTo("http://127.0.0.1:9/elsewhere");
    }

    @Test
    void repeatedCursorLeadsBackToItsOwnPage() throws IOException {
        // given
        try (SampleHub hub = SampleHub.start(CONFIG.withFaults(Faults.parse("repeat-cursor=2")));
                HubReader reader = new HubReader(hub)) {
            String second = HubReader.next(reader.get("/api/models?" + QUERY)).orElseThrow();
            // when
            HttpResponse<byte[]> page = reader.get(second);
            // then
            assertThat(HubReader.next(page)).contains(second);
            assertThat(HubReader.next(reader.get(second))).contains(second);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bad-row|\"a row that is a text",
                "bad-token-row|\"likes\":tru,",
                "idless-row|{\"id\":\"sample-faults/idless-row-2\"",
                "broken-row|\"id\":\"sample-faults/broken-row-2\""
            })
    void rowFaultAddsARowInTheMiddleEveryTime(String fault, String sign) throws IOException {
        // given
        try (SampleHub hub = SampleHub.start(CONFIG.withFaults(Faults.parse(fault + "=2")));
                SampleHub well = SampleHub.start(CONFIG);
                HubReader reader = new HubReader(hub);
                HubReader wellReader = new HubReader(well)) {
            String second = HubReader.next(reader.get("/api/models?" + QUERY)).orElseThrow();
            String whole = HubReader.text(wellReader.get(second));
            // when
            String page = HubReader.text(reader.get(second));
            // then
            int at = page.indexOf(sign);
            assertThat(at).isBetween(page.length() / 3, page.length() * 2 / 3);
            assertThat(page)
                    .startsWith(whole.substring(0, whole.length() / 3))
                    .endsWith(whole.substring(whole.length() * 2 / 3));
            assertThat(HubReader.text(reader.get(second))).isEqualTo(page);
        }
    }

    @Test
    void bigRowIsWellFormedAndNineMegabytes() throws IOException {
        // when
        HttpResponse<byte[]> page = secondPage("big-row=2");
        // then
        assertThat(page.body()).hasSizeGreaterThan(9_000_000);
        assertThat(HubReader.json(page)).hasSize(51);
    }

    @Test
    void slowPageWaitsAsLongAsItIsTold() {
        // given
        List<Long> slept = new ArrayList<>();
        FaultScript script = new FaultScript(Faults.parse("slow=3@1234"), slept::add);
        Answer page = Answer.text(200, "page");
        // when
        List<FaultScript.Strike> strikes = script.strike(FaultKind.Spot.LISTING, 3, Fault.ANY);
        // then
        assertThat(strikes).hasSize(1);
        assertThat(script.spoil(page, strikes, "")).isSameAs(page);
        assertThat(slept).containsExactly(1_234L);
    }

    @Test
    void faultOfAnAnswerHealsAndThenThePageIsRight() throws IOException {
        // given
        try (SampleHub hub =
                        SampleHub.start(CONFIG.withFaults(Faults.parse("html-page=1, not-json=1x2, bad-row-once=1")));
                HubReader reader = new HubReader(hub)) {
            List<String> starts = new ArrayList<>();
            // when
            for (int i = 0; i < 4; i++) {
                starts.add(HubReader.text(reader.get("/api/models?" + QUERY)).substring(0, 5));
            }
            // then
            assertThat(starts.subList(0, 2)).containsExactly("upstr", "upstr");
            assertThat(starts.subList(2, 4)).allMatch(start -> start.startsWith("[{"));
        }
    }

    @Test
    void otherPagesAndTheTruthAreLeftAlone() throws IOException {
        // given
        try (SampleHub hub = SampleHub.start(CONFIG.withFaults(Faults.parse("bad-row=2,idless-row=3")));
                SampleHub well = SampleHub.start(CONFIG);
                HubReader reader = new HubReader(hub);
                HubReader wellReader = new HubReader(well)) {
            // when
            List<HttpResponse<byte[]>> pages = reader.pages(QUERY);
            // then
            List<HttpResponse<byte[]>> right = wellReader.pages(QUERY);
            assertThat(pages.get(0).body()).isEqualTo(right.get(0).body());
            assertThat(pages.get(1).body()).isNotEqualTo(right.get(1).body());
            assertThat(pages.get(2).body()).isNotEqualTo(right.get(2).body());
            assertThat(pages.get(3).body()).isEqualTo(right.get(3).body());
            assertThat(hub.truth().models().toList())
                    .isEqualTo(well.truth().models().toList());
        }
    }

    @Test
    void specIsReadIntoFaults() {
        // when
        Faults faults = Faults.parse("html-page=3,bad-row=5, bad-row-once=6,5xx=10x3,cut-always=2,slow=4@20");
        // then
        assertThat(faults.list())
                .containsExactly(
                        new Fault(FaultKind.HTML_PAGE, 3, 1, ""),
                        new Fault(FaultKind.BAD_ROW, 5, Fault.ALWAYS, ""),
                        new Fault(FaultKind.BAD_ROW, 6, 1, ""),
                        new Fault(FaultKind.SERVER_ERROR, 10, 3, ""),
                        new Fault(FaultKind.CUT, 2, Fault.ALWAYS, ""),
                        new Fault(FaultKind.SLOW, 4, 1, "20"));
        assertThat(Faults.parse(" ")).isEqualTo(Faults.none());
    }

    @Test
    void specOfTreesAndFilesIsReadIntoFaults() {
        // when
        Faults faults = Faults.parse("tree-429=12@2,tree-cut=0.3,file-cut=7.0x2,file-html-page=*,"
                + "file-redirect-away=4.1@http://10.0.0.1/a=b,tree-many-files=9@50000,file-expired-always=*");
        // then
        assertThat(faults.list())
                .containsExactly(
                        new Fault(FaultTarget.TREE, FaultKind.TOO_MANY, 12, Fault.ANY, 1, "2"),
                        new Fault(FaultTarget.TREE, FaultKind.CUT, 0, 3, 1, ""),
                        new Fault(FaultTarget.FILE, FaultKind.CUT, 7, 0, 2, ""),
                        new Fault(FaultTarget.FILE, FaultKind.HTML_PAGE, Fault.ANY, Fault.ANY, 1, ""),
                        new Fault(FaultTarget.FILE, FaultKind.REDIRECT_AWAY, 4, 1, 1, "http://10.0.0.1/a=b"),
                        new Fault(FaultTarget.TREE, FaultKind.MANY_FILES, 9, Fault.ANY, Fault.ALWAYS, "50000"),
                        new Fault(FaultTarget.FILE, FaultKind.EXPIRED, Fault.ANY, Fault.ANY, Fault.ALWAYS, ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense=1",
                "html-page",
                "html-page=0",
                "html-page=x",
                "5xx=1x0",
                "slow=1@soon",
                "redirect-away=1",
                "redirect-away=1@here",
                "cut=1@now",
                "cut=*",
                "cut=1.2",
                "expired=1",
                "no-revision=1",
                "file-repeat-cursor=1",
                "file-no-revision=1",
                "tree-lfs-pointer=1",
                "tree-cut=1.0",
                "tree-many-files=*",
                "tree-many-files=1@9000000",
                "tree-heavy-file=*",
                "tree-heavy-file=1@513",
                "file-bad-row=1"
            })
    void wrongSpecIsRefusedByName(String spec) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Faults.parse(spec))
                .withMessageStartingWith("faults: ");
    }

    private static HttpResponse<byte[]> secondPage(String faults) throws IOException {
        try (SampleHub hub = SampleHub.start(CONFIG.withFaults(Faults.parse(faults)));
                HubReader reader = new HubReader(hub)) {
            HttpResponse<byte[]> first = reader.get("/api/models?" + QUERY);
            assertThat(HubReader.json(first)).hasSize(50);
            return reader.get(HubReader.next(first).orElseThrow());
        }
    }
}
