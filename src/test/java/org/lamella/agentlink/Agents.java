package org.lamella.agentlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.lamella.testing.Rest;

/** Brings nodes into the testbed through the front doors: REST for the join code, gRPC for the rest. */
public final class Agents {
    private final AgentServer server;
    private final Rest rest;
    private final List<ScriptedAgent> agents = new ArrayList<>();

    Agents(AgentServer server, Rest rest) {
        this.server = server;
        this.rest = rest;
    }

    int port() {
        return server.port();
    }

    /** Adds a node that nobody has joined yet. @return its join code */
    public String add(String node) {
        var added = rest.post("/api/v1/nodes", "{\"name\":\"" + node + "\"}");
        assertThat(added.status()).as(added.text()).isEqualTo(201);
        return added.json().path("joinCode").stringValue();
    }

    public ScriptedAgent join(String code) {
        return keep(ScriptedAgent.join(port(), code));
    }

    public ScriptedAgent joined(String node) {
        return join(add(node));
    }

    /** A node that is ready: added, joined, attached, and holding its first, empty plan. */
    public AgentStream ready(String node) {
        AgentStream stream = joined(node).attach();
        await().until(() -> !stream.plans().isEmpty());
        return stream;
    }

    /** A new slice that runs on nodes, which are made ready for it. */
    public List<AgentStream> running(String slice, String... nodes) {
        List<AgentStream> streams = Stream.of(nodes).map(this::ready).toList();
        var created = rest.post(
                "/api/v1/slices", "{\"name\": \"%s\", \"slivers\": {\"count\": %d}}".formatted(slice, nodes.length));
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        streams.forEach(stream -> stream.runAll(1));
        return streams;
    }

    /** Closed with the others after the test. */
    ScriptedAgent keep(ScriptedAgent agent) {
        agents.add(agent);
        return agent;
    }

    public void closeAll() {
        agents.forEach(ScriptedAgent::close);
        agents.clear();
    }
}
