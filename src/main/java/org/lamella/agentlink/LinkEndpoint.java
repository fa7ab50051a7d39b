package org.lamella.agentlink;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import org.lamella.images.ArchivePieces;
import org.lamella.images.Archives;
import org.lamella.nodes.Enrolment;
import org.lamella.protocol.ControlMessage;
import org.lamella.protocol.DiskPart;
import org.lamella.protocol.DiskTaken;
import org.lamella.protocol.FetchImageRequest;
import org.lamella.protocol.ImageBytes;
import org.lamella.protocol.LinkGrpc;
import org.lamella.protocol.NodeCertificate;
import org.lamella.protocol.NodeMessage;
import org.lamella.protocol.RenewRequest;
import org.lamella.protocol.SessionInput;
import org.lamella.protocol.SessionOutput;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

@Component
class LinkEndpoint extends LinkGrpc.LinkImplBase {
    private final Enrolment enrolment;
    private final NodeStreams streams;
    private final ExecSessions sessions;
    private final Archives archives;
    private final ArchivePieces pieces;
    private final DiskTransfers disks;

    LinkEndpoint(
            Enrolment enrolment,
            NodeStreams streams,
            ExecSessions sessions,
            Archives archives,
            ArchivePieces pieces,
            DiskTransfers disks) {
        this.enrolment = enrolment;
        this.streams = streams;
        this.sessions = sessions;
        this.archives = archives;
        this.pieces = pieces;
        this.disks = disks;
    }

    @Override
    public void renew(RenewRequest request, StreamObserver<NodeCertificate> answer) {
        try {
            var issued = enrolment.renew(PeerNode.PEER.get(), request.getCsr().toByteArray());
            if (issued.isEmpty()) {
                answer.onError(Status.PERMISSION_DENIED
                        .withDescription("the certificate of this node was revoked")
                        .asRuntimeException());
                return;
            }
            answer.onNext(WireFormat.certificate(issued.get()));
            answer.onCompleted();
        } catch (IllegalArgumentException malformed) {
            answer.onError(Status.INVALID_ARGUMENT
                    .withDescription(malformed.getMessage())
                    .asRuntimeException());
        } catch (DataAccessException | TransactionException e) {
            answer.onError(Status.UNAVAILABLE
                    .withDescription("the database is away, try again")
                    .asRuntimeException());
        }
    }

    @Override
    public StreamObserver<NodeMessage> attach(StreamObserver<ControlMessage> down) {
        return streams.open(PeerNode.PEER.get(), (ServerCallStreamObserver<ControlMessage>) down);
    }

    @Override
    public StreamObserver<DiskPart> sendDisk(StreamObserver<DiskTaken> down) {
        return disks.send(PeerNode.PEER.get().nodeId(), (ServerCallStreamObserver<DiskTaken>) down);
    }

    @Override
    public StreamObserver<DiskTaken> takeDisk(StreamObserver<DiskPart> down) {
        return disks.take(PeerNode.PEER.get().nodeId(), (ServerCallStreamObserver<DiskPart>) down);
    }

    @Override
    public StreamObserver<SessionOutput> session(StreamObserver<SessionInput> down) {
        return sessions.join(PeerNode.PEER.get().nodeId(), (ServerCallStreamObserver<SessionInput>) down);
    }

    @Override
    public void fetchImage(FetchImageRequest request, StreamObserver<ImageBytes> down) {
        new ImageFetch(archives, pieces, request, (ServerCallStreamObserver<ImageBytes>) down).start();
    }
}
