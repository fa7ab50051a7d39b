package org.lamella.agentlink;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.lamella.protocol.EnrolmentGrpc;
import org.lamella.protocol.FetchImageRequest;
import org.lamella.protocol.HostFacts;
import org.lamella.protocol.ImageBytes;
import org.lamella.protocol.JoinRequest;
import org.lamella.protocol.LinkGrpc;
import org.lamella.protocol.NodeDoor;
import org.lamella.protocol.RenewRequest;

/**
 * A node that does nothing but what a test tells it to: it talks real gRPC over real mutual TLS, on loopback, as one
 * certificate.
 */
public final class ScriptedAgent implements AutoCloseable {
    static final String HOST_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINkmD86LHIngIPxCphMO2aIc0xijSx0o0cw2SPVLz0WY";
    static final HostFacts HOST = HostFacts.newBuilder()
            .setHostname("scripted")
            .setKernel("6.18.0")
            .setCpus(2)
            .setMemoryBytes(4L << 30)
            .setDiskBytes(100L << 30)
            .setCgroups("hybrid")
            .setRuntime("runc 1.1.5")
            .setAgentVersion("0.1.0")
            .setDiskWeights("none: vda has the scheduler none, which knows no weights; bfq does")
            .setSsh(NodeDoor.newBuilder()
                    .setHost("scripted.example.org")
                    .setPort(2222)
                    .addHostKeys(HOST_KEY))
            .build();

    private final String node;
    private final NodeIdentity identity;
    private final ManagedChannel channel;
    private final List<ManagedChannel> sessionChannels = new ArrayList<>();
    private final int port;

    private ScriptedAgent(String node, NodeIdentity identity, int port) {
        this.node = node;
        this.identity = identity;
        this.port = port;
        this.channel = identity.dial(port);
    }

    /** Trades the code for a certificate, as a node does: the server is known by the code's second half. */
    static ScriptedAgent join(int port, String code) {
        return join(port, code, NodeIdentity.fresh(), null);
    }

    /** @param csr what to send in place of a good request; null for a good one */
    static ScriptedAgent join(int port, String code, NodeIdentity identity, byte[] csr) {
        String[] halves = code.replaceFirst("^lamella-", "").split("\\.", 2);
        ManagedChannel channel = new PinnedAuthority(halves[1]).dial(port);
        try {
            var issued = EnrolmentGrpc.newBlockingStub(channel)
                    .join(JoinRequest.newBuilder()
                            .setSecret(halves[0])
                            .setCsr(ByteString.copyFrom(csr == null ? identity.csr() : csr))
                            .setHost(HOST)
                            .build());
            return new ScriptedAgent(issued.getNode(), identity.certified(issued), port);
        } finally {
            channel.shutdownNow();
        }
    }

    public String node() {
        return node;
    }

    NodeIdentity identity() {
        return identity;
    }

    /** Opens a stream and says nothing on it yet. */
    public AgentStream open() {
        return new AgentStream(node, LinkGrpc.newStub(channel));
    }

    /** Opens a stream, says hello and waits for the welcome. */
    public AgentStream attach() {
        AgentStream stream = open();
        stream.hello(0);
        stream.awaitWelcome();
        return stream;
    }

    /** Opens a session's stream, on a connection of its own. */
    AgentSession session() {
        ManagedChannel own = identity.dial(port);
        sessionChannels.add(own);
        return new AgentSession(LinkGrpc.newStub(own));
    }

    /** What is sent of an archive of images, as it comes. */
    Iterator<ImageBytes> fetch(String digest, long offset) {
        return LinkGrpc.newBlockingStub(channel)
                .fetchImage(FetchImageRequest.newBuilder()
                        .setDigest(digest)
                        .setOffset(offset)
                        .build());
    }

    /** For what a node does on a connection of its own. */
    LinkGrpc.LinkStub dial() {
        ManagedChannel own = identity.dial(port);
        sessionChannels.add(own);
        return LinkGrpc.newStub(own);
    }

    /** The same node with a new certificate. */
    ScriptedAgent renew(byte[] csr) {
        var issued = LinkGrpc.newBlockingStub(channel)
                .renew(RenewRequest.newBuilder()
                        .setCsr(ByteString.copyFrom(csr))
                        .build());
        return new ScriptedAgent(issued.getNode(), identity.certified(issued), port);
    }

    /** Drops its connections as a node does that loses its power. */
    @Override
    public void close() {
        sessionChannels.forEach(ManagedChannel::shutdownNow);
        channel.shutdownNow();
    }
}
