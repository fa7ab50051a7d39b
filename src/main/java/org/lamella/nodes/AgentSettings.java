package org.lamella.nodes;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How agents reach the control plane and are trusted.
 *
 * @param address the local address to listen on for agents
 * @param port the port to listen on for agents; 0 takes a free one
 * @param names what agents may call this replica: DNS names and addresses for its certificate; the listening address
 *     and the public URL's host are always among them
 * @param heartbeat how often an agent says that it is there; after three missed ones its node is unreachable
 * @param certificateLifetime of a node's certificate; agents renew after two thirds of it
 * @param joinCodeLifetime how long a join code can be used
 * @param sendAgain after how long a node that has not applied the newest plan is sent it again
 * @param sessionPatience how long a node may take to open a session that it was asked for
 */
@ConfigurationProperties("lamella.agents")
public record AgentSettings(
        @DefaultValue("127.0.0.1") String address,
        @DefaultValue("7443") int port,
        @DefaultValue List<String> names,
        @DefaultValue("5s") Duration heartbeat,
        @DefaultValue("30d") Duration certificateLifetime,
        @DefaultValue("10m") Duration joinCodeLifetime,
        @DefaultValue("10s") Duration sendAgain,
        @DefaultValue("15s") Duration sessionPatience) {
    public AgentSettings {
        names = List.copyOf(names);
    }
}
