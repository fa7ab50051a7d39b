package org.lamella.agent.controllink;

import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLException;

/**
 * Makes connections, all on one event loop thread and with small buffers: an agent is a guest on its node. What is done
 * with the messages runs on virtual threads, where it may block.
 */
final class Transport implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /** What an other side may have sent that is not taken yet. Of each connection; a node has at most 65. */
    private static final int WINDOW_BYTES = 128 * 1024;

    private final EventLoopGroup eventLoop = new MultiThreadIoEventLoopGroup(
            1, Thread.ofPlatform().daemon().name("link-io").factory(), NioIoHandler.newFactory());
    private final ExecutorService callbacks = Executors.newVirtualThreadPerTaskExecutor();

    /** TLS towards the holder of the pinned CA, from a node that has no certificate yet. */
    static SslContext anonymous(Fingerprint authority, Clock clock) throws SSLException {
        return build(SslContextBuilder.forClient(), authority, clock);
    }

    /** TLS towards the holder of the pinned CA, with the node's own certificate. */
    static SslContext mutual(Identity identity, Clock clock) throws SSLException {
        X509Certificate[] chain = identity.chain().toArray(X509Certificate[]::new);
        return build(SslContextBuilder.forClient().keyManager(identity.key(), chain), identity.authority(), clock);
    }

    private static SslContext build(SslContextBuilder builder, Fingerprint authority, Clock clock) throws SSLException {
        return GrpcSslContexts.configure(builder, SslProvider.JDK)
                .protocols("TLSv1.3")
                .trustManager(new PinnedTrust(authority, clock))
                .build();
    }

    /** One of the host's addresses: agents spread over the replicas behind a name, and a retry takes another. */
    static InetSocketAddress resolve(HostPort controlPlane, RandomGenerator random) throws UnknownHostException {
        InetAddress[] addresses = InetAddress.getAllByName(controlPlane.host());
        return new InetSocketAddress(addresses[random.nextInt(addresses.length)], controlPlane.port());
    }

    /** A connection, made when the first call needs it. A peer that went without a word is noticed in 15 s. */
    ManagedChannel open(InetSocketAddress address, SslContext tls) {
        return NettyChannelBuilder.forAddress(address)
                .sslContext(tls)
                .eventLoopGroup(eventLoop)
                .channelType(NioSocketChannel.class, InetSocketAddress.class)
                .executor(callbacks)
                .flowControlWindow(WINDOW_BYTES)
                .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) CONNECT_TIMEOUT.toMillis())
                .keepAliveTime(10, TimeUnit.SECONDS)
                .keepAliveTimeout(5, TimeUnit.SECONDS)
                .disableServiceConfigLookUp()
                .disableRetry()
                .build();
    }

    @Override
    public void close() {
        eventLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        callbacks.shutdown();
    }
}
