package org.lamella.agent.ssh;

import java.io.IOException;
import java.net.InetAddress;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.io.AbstractIoServiceFactoryFactory;
import org.apache.sshd.common.io.IoServiceFactory;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.apache.sshd.server.forward.ForwardingFilter;
import org.apache.sshd.server.forward.TcpipServerChannel;
import org.lamella.agent.plan.SliceNames;
import org.lamella.agent.runtime.InsideNetwork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections that a client has forwarded: only into its own sliver, to addresses that are the sliver's own, and by sockets of the
 * sliver's own network, so that they reach what listens there on the loopback and nothing of the node's. The other way round
 * nothing is forwarded, nor are agents and displays.
 */
final class Tunnels extends AbstractIoServiceFactoryFactory implements ForwardingFilter {
    private static final Logger log = LoggerFactory.getLogger(Tunnels.class);

    private final InsideNetwork network;

    Tunnels(InsideNetwork network) {
        super(null);
        this.network = network;
    }

    /** Makes the channels of those who ask for a connection. */
    TcpipServerChannel.TcpipFactory channels() {
        return new TcpipServerChannel.TcpipFactory(Type.Direct) {
            @Override
            public Channel createChannel(Session session) {
                return new Tunnel(SliceNames.onNode(session.getUsername()));
            }
        };
    }

    private static final class Tunnel extends TcpipServerChannel {
        private final String slice;

        Tunnel(String slice) {
            super(Type.Direct, null);
            this.slice = slice;
        }

        @Override
        protected OpenFuture doInit(Buffer buffer) {
            return Sockets.inNetworkOf(slice, () -> super.doInit(buffer));
        }
    }

    @Override
    public boolean canConnect(Type type, SshdSocketAddress address, Session session) {
        String slice = SliceNames.onNode(session.getUsername());
        boolean inside = type == Type.Direct && isOf(slice, address.getHostName());
        if (!inside) {
            log.info("refused to forward a connection of {} to {}", slice, address);
        }
        return inside;
    }

    /** Names are not looked up: here they would mean what they mean on the node. */
    private boolean isOf(String slice, String host) {
        if (host.equals("localhost")) {
            return true;
        }
        try {
            InetAddress address = InetAddress.ofLiteral(host);
            return address.isLoopbackAddress() || address.equals(InetAddress.ofLiteral(network.address(slice)));
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }

    @Override
    public boolean canListen(SshdSocketAddress address, Session session) {
        return false;
    }

    @Override
    public boolean canForwardAgent(Session session, String request) {
        return false;
    }

    @Override
    public boolean canForwardX11(Session session, String request) {
        return false;
    }

    @Override
    public IoServiceFactory create(FactoryManager manager) {
        try {
            return new Sockets(manager, network);
        } catch (IOException e) {
            throw new IllegalStateException("no threads for the connections of ssh", e);
        }
    }
}
