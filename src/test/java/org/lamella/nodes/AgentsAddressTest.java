package org.lamella.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.lamella.web.PublicUrl;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class AgentsAddressTest {
    @Test
    void isTheAddressThatTheControlPlaneListensAt() {
        assertThat(address("198.18.7.1", "control-plane")).isEqualTo("198.18.7.1:7443");
    }

    @Test
    void isItsFirstNameWhereItListensAtAll() {
        assertThat(address("0.0.0.0", "control-plane,other")).isEqualTo("control-plane:7443");
    }

    @Test
    void isWhatPeopleCallItWhereItHasNoNameForAgents() {
        assertThat(address("::", "")).isEqualTo("lamella.example.org:7443");
    }

    private static String address(String address, String names) {
        var source = new MapConfigurationPropertySource();
        source.put("lamella.agents.address", address);
        source.put("lamella.agents.names", names);
        var settings = new Binder(source).bindOrCreate("lamella.agents", AgentSettings.class);
        return new AgentsAddress(settings, new PublicUrl(URI.create("https://lamella.example.org"))).text();
    }
}
