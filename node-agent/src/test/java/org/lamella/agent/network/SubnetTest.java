package org.lamella.agent.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubnetTest {
    @Test
    void givesTheFirstAddressToTheNodeAndTheRestToSlivers() {
        Subnet subnet = Subnet.parse("10.213.7.0/24");

        assertThat(subnet.gateway()).isEqualTo("10.213.7.1");
        assertThat(subnet.address(0)).isEqualTo("10.213.7.2");
        assertThat(subnet.address(subnet.capacity() - 1)).isEqualTo("10.213.7.254");
        assertThat(subnet).hasToString("10.213.7.0/24");
    }

    @Test
    void hasOneAddressForASliverInTheSmallestSubnet() {
        assertThat(Subnet.parse("192.168.255.252/30").capacity()).isEqualTo(1);
        assertThat(Subnet.parse("192.168.255.252/30").address(0)).isEqualTo("192.168.255.254");
    }

    @Test
    void knowsWhichAddressesASliverMayHave() {
        Subnet subnet = Subnet.parse("200.1.2.0/24");

        assertThat(subnet.contains("200.1.2.2")).isTrue();
        assertThat(subnet.contains("200.1.2.254")).isTrue();
        assertThat(subnet.contains("200.1.2.1")).isFalse();
        assertThat(subnet.contains("200.1.2.255")).isFalse();
        assertThat(subnet.contains("200.1.3.2")).isFalse();
        assertThat(subnet.contains("10.1.2.3")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "10.0.0.0", "10.0.0/24", "10.0.0.256/24", "10.0.0.1/24", "10.0.0.0/31", "10.0.0.0/7", "x/24"
            })
    void refusesWhatIsNoSubnet(String cidr) {
        assertThatThrownBy(() -> Subnet.parse(cidr)).isInstanceOf(IllegalArgumentException.class);
    }
}
