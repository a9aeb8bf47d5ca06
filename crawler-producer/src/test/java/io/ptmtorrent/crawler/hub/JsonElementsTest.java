package io.ptmtorrent.crawler.hub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonElementsTest {
    @Test
    void anArraysElementsAreTheirExactBytes() throws IOException {
        // given
        String first = "{\"b\" : 1.50,\n  \"a\":[{}, \"\\u00e9é]\"]}";

        // when
        List<String> elements = array(" [ " + first + " ,\t7,\"x\\\"y\" , null,[ 1 , 2 ] ,-1.5e3]\n");

        // then
        assertThat(elements).containsExactly(first, "7", "\"x\\\"y\"", "null", "[ 1 , 2 ]", "-1.5e3");
    }

    @Test
    void anEmptyArrayHasNone() throws IOException {
        assertThat(array("[]")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":[1]}", "7", "\"[]\"", "null"})
    void otherJsonIsNoArray(String document) throws IOException {
        assertThat(array(document)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<!doctype html>", "[1,2", "[1 2]", "[1],[2]", "[1]x", "[{\"a\":1]", "[\"a]", "[tru]"})
    void whatIsNotJsonToItsEndIsTold(String document) {
        assertThatThrownBy(() -> array(document)).isInstanceOf(IOException.class);
    }

    @Test
    void aMembersElementsAreFoundWhereverItStands() throws IOException {
        // when
        List<String> elements =
                member("{\"next\":[9],\"count\":{\"models\":[8]}, \"models\" : [ {\"a\": 1} ] ,\"z\":1}");

        // then
        assertThat(elements).containsExactly("{\"a\": 1}");
    }

    @Test
    void aMemberOfAnObjectWithinIsFoundThere() throws IOException {
        // given
        String document =
                "{\"models\":[1],\"data\":{\"data\":{\"models\":[2]},\"models\":[ {\"a\":3} ,4],\"n\":2},\"z\":[5]}";

        // when
        List<String> elements = texts(JsonElements.ofMember(document.getBytes(UTF_8), "data", "models"));

        // then
        assertThat(elements).containsExactly("{\"a\":3}", "4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"models\":7}", "{\"models\":null}", "[{\"models\":[]}]", "7"})
    void anObjectWithoutSuchAListHasNone(String document) throws IOException {
        assertThat(member(document)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"models\":[1]", "{\"models\":[1],}", "{\"models\":[1]}{}", "{\"models\":[1},"})
    void anObjectThatIsNotWholeIsTold(String document) {
        assertThatThrownBy(() -> member(document)).isInstanceOf(IOException.class);
    }

    private static @Nullable List<String> array(String document) throws IOException {
        return texts(JsonElements.ofArray(document.getBytes(UTF_8)));
    }

    private static @Nullable List<String> member(String document) throws IOException {
        return texts(JsonElements.ofMember(document.getBytes(UTF_8), "models"));
    }

    private static @Nullable List<String> texts(@Nullable List<ByteBuffer> elements) {
        return elements == null
                ? null
                : elements.stream().map(SampleWorld::text).toList();
    }
}
