package io.ptmtorrent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ptmtorrent.http.RefusedRequestException.Reason;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class AddressGuardTest {
    private final AddressGuard guard =
            new AddressGuard(Set.of(HostPort.parse("cdn.local:9000")), Set.of(HostPort.parse("[::1]:8080")));

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(resources = "/cases/addresses.csv", delimiter = '|', numLinesToSkip = 1)
    void tellsReservedAddressesFromPublicOnes(String address, boolean reserved) throws UnknownHostException {
        // given
        InetAddress parsed = InetAddress.getByName(address);

        // when
        boolean found = ReservedAddresses.contains(parsed);

        // then
        assertThat(found).isEqualTo(reserved);
    }

    @Test
    void letsPublicAddressesAndNamedServersThrough() throws UnknownHostException {
        // given
        InetSocketAddress open = address("hub.example", "8.8.8.8", 443);
        InetSocketAddress allowed = address("cdn.local", "10.0.0.5", 9000);
        InetSocketAddress endpoint = new InetSocketAddress(InetAddress.getAllByName("::1")[0], 8080);

        // when, then
        assertThatCode(() -> guard.check(open)).doesNotThrowAnyException();
        assertThatCode(() -> guard.check(allowed)).doesNotThrowAnyException();
        assertThatCode(() -> guard.check(endpoint)).doesNotThrowAnyException();
    }

    @Test
    void refusesAnotherPortAndAnotherNameOfANamedServer() throws UnknownHostException {
        // given
        InetSocketAddress otherPort = address("cdn.local", "10.0.0.5", 9001);
        InetSocketAddress otherName = address("evil.example", "10.0.0.5", 9000);

        // when, then
        assertRefused(otherPort);
        assertRefused(otherName);
        assertRefused(InetSocketAddress.createUnresolved("evil.example", 80));
    }

    private void assertRefused(InetSocketAddress address) {
        assertThatThrownBy(() -> guard.check(address))
                .isInstanceOf(RefusedRequestException.class)
                .asInstanceOf(InstanceOfAssertFactories.type(RefusedRequestException.class))
                .returns(Reason.PRIVATE_ADDRESS, RefusedRequestException::reason);
    }

    private static InetSocketAddress address(String name, String address, int port) throws UnknownHostException {
        byte[] bytes = InetAddress.getByName(address).getAddress();
        return new InetSocketAddress(InetAddress.getByAddress(name, bytes), port);
    }
}
