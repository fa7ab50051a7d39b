package org.lamella.agentlink;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.lamella.nodes.AgentSettings;
import org.lamella.nodes.CertificateAuthority;
import org.lamella.web.PublicUrl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Listens for agents: gRPC over TLS, with a certificate of the installation's own authority. A client certificate is
 * asked for but not demanded by TLS, because a node that joins has none; {@link PeerNode} demands it for the rest.
 */
@Component
class AgentServer implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(AgentServer.class);

    private final AgentSettings settings;
    private final CertificateAuthority authority;
    private final PublicUrl publicUrl;
    private final PeerNode peer;
    private final NodeStreams streams;
    private final List<BindableService> services;
    private Server server;

    AgentServer(
            AgentSettings settings,
            CertificateAuthority authority,
            PublicUrl publicUrl,
            PeerNode peer,
            NodeStreams streams,
            List<BindableService> services) {
        this.settings = settings;
        this.authority = authority;
        this.publicUrl = publicUrl;
        this.peer = peer;
        this.streams = streams;
        this.services = services;
    }

    @Override
    public void start() {
        try {
            NettyServerBuilder builder = NettyServerBuilder.forAddress(
                            new InetSocketAddress(settings.address(), settings.port()))
                    .sslContext(tls())
                    .executor(Executors.newVirtualThreadPerTaskExecutor())
                    .permitKeepAliveTime(5, TimeUnit.SECONDS)
                    .permitKeepAliveWithoutCalls(true)
                    .keepAliveTime(settings.heartbeat().toMillis() * 2, TimeUnit.MILLISECONDS);
            services.forEach(service -> builder.addService(ServerInterceptors.intercept(service, peer)));
            server = builder.build().start();
            log.info("agents are heard at {}:{}", settings.address(), server.getPort());
        } catch (IOException e) {
            throw new IllegalStateException(
                    "cannot listen for agents at " + settings.address() + ":" + settings.port() + ": " + e.getMessage(),
                    e);
        }
    }

    @Override
    public void stop() {
        streams.closeAll();
        server.shutdownNow();
    }

    @Override
    public boolean isRunning() {
        return server != null && !server.isShutdown();
    }

    /** The port that agents dial; differs from the setting when that was 0. */
    int port() {
        return server.getPort();
    }

    private SslContext tls() throws SSLException {
        Set<String> names = new LinkedHashSet<>(settings.names());
        names.add("localhost");
        names.add(settings.address());
        names.add(publicUrl.publicUrl().getHost());
        CertificateAuthority.Credentials credentials = authority.replicaCredentials(names);
        return GrpcSslContexts.configure(
                        SslContextBuilder.forServer(
                                credentials.key(), credentials.chain().toArray(X509Certificate[]::new)),
                        SslProvider.JDK)
                .trustManager(authority.certificate())
                .clientAuth(ClientAuth.OPTIONAL)
                .build();
    }
}
