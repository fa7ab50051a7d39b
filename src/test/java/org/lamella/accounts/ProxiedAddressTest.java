package org.lamella.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import org.junit.jupiter.api.Test;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.Rest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

/** A proxy that is configured says where somebody comes from. */
@ControlPlaneTest
@TestPropertySource(properties = "lamella.proxies=127\\.0\\.0\\.1|0:0:0:0:0:0:0:1")
class ProxiedAddressTest {
    @Autowired
    private Rest rest;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void isThatOfTheLastHopThatIsNoProxy() {
        rest.send(rest.request("/api/v1/sites")
                .header("X-Forwarded-For", "198.51.100.1, 203.0.113.7")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"loginBase\": \"mit\", \"name\": \"MIT\"}")));
        assertThat(jdbc.sql("select address from audit_events where action = 'site-created' and object = 'mit'")
                        .query(String.class)
                        .single())
                .isEqualTo("203.0.113.7");
    }
}
