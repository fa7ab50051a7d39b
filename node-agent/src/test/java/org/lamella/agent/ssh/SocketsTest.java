package org.lamella.agent.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.reflect.Field;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.apache.sshd.common.io.IoAcceptor;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.io.nio2.Nio2Session;
import org.apache.sshd.common.util.Readable;
import org.apache.sshd.server.SshServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lamella.agent.runtime.InsideNetwork;

class SocketsTest {
    private final SshServer server = SshServer.setUpDefaultServer();
    private final BlockingQueue<IoSession> accepted = new LinkedBlockingQueue<>();
    private final List<Socket> clients = new ArrayList<>();
    private Sockets sockets;
    private IoAcceptor acceptor;

    @BeforeEach
    void listen() throws IOException {
        sockets = new Sockets(server, new NoNetwork());
        acceptor = sockets.createAcceptor(new Accepted());
        acceptor.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    @AfterEach
    void tearDown() throws IOException {
        for (Socket client : clients) {
            client.close();
        }
        acceptor.close(true);
        sockets.close(true);
    }

    /**
     * The kernel tells a thread at once that a client has left, and that another has come; and before the thread has looked up
     * whose events these are, the connection of the one who left is closed at this end too.
     */
    @Test
    void acceptsAConnectionThatComesWhileAnotherIsBeingClosed() throws Exception {
        Socket leaving = connect();
        Nio2Session left = accepted();
        Socket talking = connect();
        accepted();
        connect();
        accepted(); // so the two before it are being read from
        ReentrantReadWriteLock channels = channels(left);
        Thread closer = Thread.ofPlatform().unstarted(() -> {
            channels.writeLock().lock();
            try {
                await().until(() -> channels.getQueueLength() == 1);
                left.close(true);
            } finally {
                channels.writeLock().unlock();
            }
        });

        Socket coming;
        channels.writeLock().lock();
        try {
            talking.getOutputStream().write(1);
            await().until(() -> channels.getQueueLength() == 1);
            leaving.close();
            coming = connect();
            closer.start(); // after that thread's turn and before its next, when it has been told of both
            await().until(() -> channels.getQueueLength() == 2);
        } finally {
            channels.writeLock().unlock();
        }
        closer.join();

        assertThat(accepted().getRemoteAddress()).isEqualTo(coming.getLocalSocketAddress());
    }

    private Socket connect() throws IOException {
        InetSocketAddress door =
                (InetSocketAddress) acceptor.getBoundAddresses().iterator().next();
        Socket client = new Socket(door.getAddress(), door.getPort());
        clients.add(client);
        return client;
    }

    private Nio2Session accepted() throws InterruptedException {
        IoSession session = accepted.poll(10, TimeUnit.SECONDS);
        assertThat(session).as("the next connection").isNotNull();
        return (Nio2Session) session;
    }

    /** What a thread that has been told of events, and one that closes a connection, must have for themselves. */
    private static ReentrantReadWriteLock channels(Nio2Session session) throws ReflectiveOperationException {
        Object port = field(session.getSocket().getClass(), "port").get(session.getSocket());
        return (ReentrantReadWriteLock)
                field(port.getClass().getSuperclass(), "fdToChannelLock").get(port);
    }

    private static Field field(Class<?> type, String name) throws ReflectiveOperationException {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }

    private final class Accepted implements IoHandler {
        @Override
        public void sessionCreated(IoSession session) {
            accepted.add(session);
        }

        @Override
        public void sessionClosed(IoSession session) {}

        @Override
        public void exceptionCaught(IoSession session, Throwable cause) {}

        @Override
        public void messageReceived(IoSession session, Readable message) {}
    }

    private record NoNetwork() implements InsideNetwork {
        @Override
        public <T> T open(String slice, Callable<T> action) throws IOException {
            throw new IOException("there is no sliver");
        }

        @Override
        public String address(String slice) throws IOException {
            throw new IOException("there is no sliver");
        }
    }
}
