package org.lamella.agent.controllink;

import com.google.protobuf.ByteString;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.lamella.protocol.ControlMessage;
import org.lamella.protocol.EnrolmentGrpc;
import org.lamella.protocol.FetchImageRequest;
import org.lamella.protocol.ImageBytes;
import org.lamella.protocol.JoinRequest;
import org.lamella.protocol.LinkGrpc;
import org.lamella.protocol.NodeCertificate;
import org.lamella.protocol.NodeMessage;
import org.lamella.protocol.RenewRequest;
import org.lamella.protocol.SessionInput;
import org.lamella.protocol.SessionOutput;

/** A control plane on loopback: real gRPC, real TLS, a CA of its own, and answers as a test sets them. */
final class FakeControlPlane implements AutoCloseable {
    static final String NODE = "node1";
    private static final int PIECE = 1000;
    private static final Context.Key<X509Certificate> CERTIFICATE = Context.key("certificate");

    final BlockingQueue<FakeStream> streams = new LinkedBlockingQueue<>();
    final List<FakeStream> everyStream = new CopyOnWriteArrayList<>();
    final BlockingQueue<FakeSession> sessions = new LinkedBlockingQueue<>();
    final BlockingQueue<JoinRequest> joins = new LinkedBlockingQueue<>();

    /** What becomes of a code: OK, or the refusal. */
    final Map<String, Status> codes = new ConcurrentHashMap<>();

    final BlockingQueue<FetchImageRequest> fetches = new LinkedBlockingQueue<>();

    /** By digest. */
    final Map<String, byte[]> archives = new ConcurrentHashMap<>();

    /** Where a stream of an archive that begins before it ends too early; 0: none does. */
    volatile int breaksOffAt;

    final Set<X509Certificate> revoked = ConcurrentHashMap.newKeySet();
    final AtomicInteger renewals = new AtomicInteger();
    volatile int heartbeatMillis = 1000;
    volatile boolean welcomes = true;
    volatile boolean issuesForAnotherKey;

    private final TestAuthority authority;
    private final TestAuthority trusted;
    private final KeyPair pair = NodeKey.generate().pair();
    private final X509Certificate[] chain;
    private Server server;
    private int port;

    FakeControlPlane() throws IOException {
        this(new TestAuthority());
    }

    FakeControlPlane(TestAuthority authority) throws IOException {
        this(authority, authority);
    }

    /** @param trusted who issued the certificates that it accepts of nodes, usually itself */
    FakeControlPlane(TestAuthority authority, TestAuthority trusted) throws IOException {
        this.authority = authority;
        this.trusted = trusted;
        this.chain = new X509Certificate[] {authority.server(pair.getPublic()), authority.certificate()};
        start(pair, chain, 0);
    }

    /** Answers with a node's certificate, as a node that would pass for the control plane could. */
    static FakeControlPlane impersonatedByANode(TestAuthority authority) throws IOException {
        FakeControlPlane fake = new FakeControlPlane(authority);
        fake.stop();
        X509Certificate[] ofANode = {authority.node("node2", fake.pair.getPublic()), authority.certificate()};
        fake.start(fake.pair, ofANode, 0);
        return fake;
    }

    TestAuthority authority() {
        return authority;
    }

    HostPort address() {
        return new HostPort("127.0.0.1", port);
    }

    JoinCode newCode() {
        String secret = "abcdefghijklmnopqrstuvwxyz234567";
        codes.put(secret, Status.OK);
        return new JoinCode(secret, authority.fingerprint());
    }

    Identity newIdentity(Instant from, Instant until) {
        NodeKey key = NodeKey.generate();
        return new Identity(
                key.pair().getPrivate(),
                List.of(authority.node(NODE, key.pair().getPublic(), from, until), authority.certificate()),
                NODE,
                address(),
                authority.fingerprint());
    }

    Identity newIdentity() {
        return newIdentity(Instant.now().minusSeconds(60), Instant.now().plusSeconds(3600));
    }

    FakeStream awaitStream() throws InterruptedException {
        return await(streams, "stream");
    }

    FakeSession awaitSession() throws InterruptedException {
        return await(sessions, "session");
    }

    static <T> T await(BlockingQueue<T> queue, String what) throws InterruptedException {
        T next = queue.poll(20, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("no " + what + " came within 20 s");
        }
        return next;
    }

    /** As a kill would: connections are cut, nobody listens. */
    void stop() {
        server.shutdownNow();
        try {
            server.awaitTermination();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void startAgain() throws IOException {
        start(pair, chain, port);
    }

    @Override
    public void close() {
        stop();
    }

    private void start(KeyPair serverPair, X509Certificate[] serverChain, int wantedPort) throws IOException {
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), wantedPort))
                .sslContext(tls(serverPair, serverChain))
                .permitKeepAliveTime(5, TimeUnit.SECONDS)
                .intercept(new CertificateOfCaller())
                .addService(new EnrolmentService())
                .addService(new LinkService())
                .build()
                .start();
        port = server.getPort();
    }

    private SslContext tls(KeyPair serverPair, X509Certificate[] serverChain) throws SSLException {
        SslContextBuilder builder = SslContextBuilder.forServer(serverPair.getPrivate(), serverChain)
                .trustManager(trusted.certificate())
                .clientAuth(ClientAuth.OPTIONAL);
        return GrpcSslContexts.configure(builder, SslProvider.JDK).build();
    }

    private NodeCertificate certify(ByteString csr) {
        try {
            JcaPKCS10CertificationRequest request = new JcaPKCS10CertificationRequest(csr.toByteArray());
            PublicKey key = request.getPublicKey();
            if (!request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key))) {
                throw Status.INVALID_ARGUMENT.withDescription("bad signature").asRuntimeException();
            }
            PublicKey certified =
                    issuesForAnotherKey ? NodeKey.generate().pair().getPublic() : key;
            return NodeCertificate.newBuilder()
                    .setNode(NODE)
                    .addChain(
                            ByteString.copyFrom(authority.node(NODE, certified).getEncoded()))
                    .addChain(ByteString.copyFrom(authority.certificate().getEncoded()))
                    .build();
        } catch (IOException | GeneralSecurityException | OperatorCreationException | PKCSException e) {
            throw Status.INVALID_ARGUMENT.withDescription(e.getMessage()).asRuntimeException();
        }
    }

    private static final class CertificateOfCaller implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            SSLSession session = call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
            try {
                X509Certificate certificate = (X509Certificate) session.getPeerCertificates()[0];
                return Contexts.interceptCall(
                        Context.current().withValue(CERTIFICATE, certificate), call, headers, next);
            } catch (SSLPeerUnverifiedException e) {
                return next.startCall(call, headers);
            }
        }
    }

    private final class EnrolmentService extends EnrolmentGrpc.EnrolmentImplBase {
        @Override
        public void join(JoinRequest request, StreamObserver<NodeCertificate> answer) {
            joins.add(request);
            Status status = codes.getOrDefault(
                    request.getSecret(), Status.UNAUTHENTICATED.withDescription("no such join code"));
            if (!status.isOk()) {
                answer.onError(status.asRuntimeException());
                return;
            }
            codes.put(
                    request.getSecret(),
                    Status.FAILED_PRECONDITION.withDescription("this join code was used by node1 at 12:00"));
            answer.onNext(certify(request.getCsr()));
            answer.onCompleted();
        }
    }

    private final class LinkService extends LinkGrpc.LinkImplBase {
        @Override
        public void renew(RenewRequest request, StreamObserver<NodeCertificate> answer) {
            renewals.incrementAndGet();
            answer.onNext(certify(request.getCsr()));
            answer.onCompleted();
        }

        @Override
        public StreamObserver<NodeMessage> attach(StreamObserver<ControlMessage> down) {
            X509Certificate certificate = CERTIFICATE.get();
            FakeStream stream = new FakeStream(certificate, (ServerCallStreamObserver<ControlMessage>) down);
            boolean refused = certificate == null || revoked.contains(certificate);
            everyStream.add(stream);
            streams.add(stream);
            if (refused) {
                down.onError(Status.UNAUTHENTICATED
                        .withDescription("the certificate of node1 was revoked")
                        .asRuntimeException());
            } else if (welcomes) {
                stream.welcome(heartbeatMillis);
            }
            return stream;
        }

        @Override
        public void fetchImage(FetchImageRequest request, StreamObserver<ImageBytes> down) {
            fetches.add(request);
            byte[] archive = archives.get(request.getDigest());
            if (archive == null) {
                down.onError(Status.NOT_FOUND
                        .withDescription("there is no such archive")
                        .asRuntimeException());
                return;
            }
            down.onNext(ImageBytes.newBuilder().setTotalBytes(archive.length).build());
            int end = breaksOffAt > request.getOffset() ? breaksOffAt : archive.length;
            for (int at = (int) request.getOffset(); at < end; at += PIECE) {
                down.onNext(ImageBytes.newBuilder()
                        .setData(ByteString.copyFrom(archive, at, Math.min(PIECE, end - at)))
                        .build());
            }
            if (end < archive.length) {
                down.onError(Status.UNAVAILABLE.withDescription("going away").asRuntimeException());
            } else {
                down.onCompleted();
            }
        }

        @Override
        public StreamObserver<SessionOutput> session(StreamObserver<SessionInput> down) {
            FakeSession session = new FakeSession((ServerCallStreamObserver<SessionInput>) down);
            sessions.add(session);
            return session;
        }
    }
}
