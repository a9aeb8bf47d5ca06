package io.ptmtorrent.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CircuitTest {
    private static final Instant START = FakeTime.START;

    private final Circuit circuit = new Circuit(IntervalFunction.ofExponentialBackoff(Duration.ofMinutes(1), 2));

    @Test
    void staysClosedWhileFewerThanTenFailuresComeInARow() {
        // when
        fail(9, START);
        circuit.works();
        fail(9, START);

        // then
        assertThat(circuit.refusal(START)).isEmpty();
    }

    @Test
    void opensWithTheTenthAndLetsOneProbeThroughWhenItsTimeIsOver() {
        // given
        fail(10, START);

        // when, then
        assertThat(circuit.refusal(START.plusSeconds(59))).contains(START.plusSeconds(60));
        assertThat(circuit.refusal(START.plusSeconds(60))).isEmpty();
        assertThat(circuit.refusal(START.plusSeconds(60))).contains(START.plusSeconds(120));
    }

    @Test
    void closesWhenTheProbeIsAnswered() {
        // given
        fail(10, START);
        circuit.refusal(START.plusSeconds(60));

        // when
        circuit.works();

        // then
        assertThat(circuit.refusal(START.plusSeconds(61))).isEmpty();
        assertThat(circuit.failed(START.plusSeconds(61), START.plusSeconds(61))).isFalse();
    }

    @Test
    void restsTwiceAsLongAfterEachProbeThatFails() {
        // given
        fail(10, START);
        Instant probe = START.plusSeconds(60);
        circuit.refusal(probe);

        // when
        boolean opened = circuit.failed(probe, probe.plusSeconds(5));

        // then
        assertThat(opened).isTrue();
        assertThat(circuit.refusal(probe.plusSeconds(6))).contains(probe.plusSeconds(125));
    }

    @Test
    void countsNoFailureOfWhatWasUnderWayWhenItOpened() {
        // given
        fail(10, START.plusSeconds(1));

        // when
        boolean opened = circuit.failed(START, START.plusSeconds(20));

        // then
        assertThat(opened).isFalse();
        assertThat(circuit.refusal(START.plusSeconds(21))).contains(START.plusSeconds(61));
    }

    @Test
    void asksAgainWhenAProbeNeverComesBack() {
        // given
        fail(10, START);
        circuit.refusal(START.plusSeconds(60));

        // when, then
        assertThat(circuit.refusal(START.plusSeconds(119))).isPresent();
        assertThat(circuit.refusal(START.plusSeconds(120))).isEmpty();
    }

    private void fail(int times, Instant now) {
        for (int i = 0; i < times; i++) {
            circuit.failed(now, now);
        }
    }
}
