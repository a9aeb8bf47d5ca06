package io.ptmtorrent.embedded.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ListenersTest {
    @Test
    void theBrokerTalksToItselfWhereItsClientsDo() {
        // given
        Listeners listeners = new Listeners("PLAINTEXT://127.0.0.1:1", null, 2, null);

        // when
        Map<String, String> settings = settings(listeners);

        // then
        assertThat(settings)
                .containsEntry("listeners", "PLAINTEXT://127.0.0.1:1,CONTROLLER://127.0.0.1:2")
                .containsEntry("inter.broker.listener.name", "PLAINTEXT")
                .containsEntry("controller.quorum.voters", "1@127.0.0.1:2")
                .doesNotContainKey("advertised.listeners");
        assertThat(listeners.advertisedAddress()).isEqualTo("127.0.0.1:1");
    }

    @Test
    void theBrokerTalksToItselfPastAProxy() {
        // given
        Listeners listeners = new Listeners("PLAINTEXT://127.0.0.1:1", "PLAINTEXT://127.0.0.1:9", 2, 3);

        // when
        Map<String, String> settings = settings(listeners);

        // then
        assertThat(settings)
                .containsEntry("listeners", "PLAINTEXT://127.0.0.1:1,INTERNAL://127.0.0.1:3,CONTROLLER://127.0.0.1:2")
                .containsEntry("advertised.listeners", "PLAINTEXT://127.0.0.1:9,INTERNAL://127.0.0.1:3")
                .containsEntry("inter.broker.listener.name", "INTERNAL");
        assertThat(listeners.advertisedAddress()).isEqualTo("127.0.0.1:9");
        assertThat(listeners.clientAddress()).isEqualTo("127.0.0.1:1");
    }

    private static Map<String, String> settings(Listeners listeners) {
        Map<String, String> settings = new LinkedHashMap<>();
        listeners.addTo(settings);
        return settings;
    }
}
