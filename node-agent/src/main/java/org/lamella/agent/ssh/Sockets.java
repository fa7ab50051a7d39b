package org.lamella.agent.ssh;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.AsynchronousChannelGroup;
import java.nio.channels.AsynchronousSocketChannel;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.io.IoAcceptor;
import org.apache.sshd.common.io.IoConnector;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.nio2.Nio2Acceptor;
import org.apache.sshd.common.io.nio2.Nio2Connector;
import org.apache.sshd.common.io.nio2.Nio2ServiceFactory;
import org.lamella.agent.runtime.InsideNetwork;

/**
 * The sockets of the door and of what is forwarded through it, on threads of its own. In the group that MINA makes one thread alone
 * asks the kernel for events; where it is told of several, and the connection that the last it looks at is of has just been closed,
 * the JDK has it ask again before the others are seen to, and a new connection may wait for ever. Here another thread sees to them.
 */
final class Sockets extends Nio2ServiceFactory {
    /** In whose network the connections are made that the current thread asks for. */
    private static final ScopedValue<String> SLICE = ScopedValue.newInstance();

    /** One of them may be asking, so two at least. */
    private static final int THREADS = 4;

    private final InsideNetwork network;
    private final AsynchronousChannelGroup group;
    private final ExecutorService tasks = Executors.newVirtualThreadPerTaskExecutor();

    /** All threads are there from the beginning: one that is made on the way into a sliver would stay in there. */
    Sockets(FactoryManager manager, InsideNetwork network) throws IOException {
        super(manager, null, null);
        this.network = network;
        this.group = AsynchronousChannelGroup.withFixedThreadPool(
                THREADS, Thread.ofPlatform().daemon().name("ssh-", 0).factory());
    }

    /** Has the connections that the action asks for made in the sliver's network. */
    static <T> T inNetworkOf(String slice, ScopedValue.CallableOp<T, RuntimeException> action) {
        return ScopedValue.where(SLICE, slice).call(action);
    }

    @Override
    public IoAcceptor createAcceptor(IoHandler handler) {
        return autowireCreatedService(new Nio2Acceptor(this, getFactoryManager(), handler, group, tasks));
    }

    @Override
    public IoConnector createConnector(IoHandler handler) {
        return autowireCreatedService(new ConnectorInto(SLICE.get(), handler));
    }

    @Override
    protected void doCloseImmediately() {
        super.doCloseImmediately();
        group.shutdown();
        tasks.close();
    }

    private final class ConnectorInto extends Nio2Connector {
        private final String slice;

        ConnectorInto(String slice, IoHandler handler) {
            super(Sockets.this, getFactoryManager(), handler, group, tasks);
            this.slice = slice;
        }

        @Override
        protected AsynchronousSocketChannel openAsynchronousSocketChannel(
                SocketAddress address, AsynchronousChannelGroup whose) throws IOException {
            return network.open(slice, () -> super.openAsynchronousSocketChannel(address, whose));
        }
    }
}
