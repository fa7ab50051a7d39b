package org.lamella.agentlink;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import org.lamella.nodes.Enrolment;
import org.lamella.nodes.JoinRefused;
import org.lamella.protocol.EnrolmentGrpc;
import org.lamella.protocol.JoinRequest;
import org.lamella.protocol.NodeCertificate;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

@Component
class EnrolmentEndpoint extends EnrolmentGrpc.EnrolmentImplBase {
    private final Enrolment enrolment;

    EnrolmentEndpoint(Enrolment enrolment) {
        this.enrolment = enrolment;
    }

    @Override
    public void join(JoinRequest request, StreamObserver<NodeCertificate> answer) {
        try {
            var issued = enrolment.join(request.getSecret(), request.getCsr().toByteArray());
            answer.onNext(WireFormat.certificate(issued));
            answer.onCompleted();
        } catch (JoinRefused refused) {
            answer.onError(status(refused.reason())
                    .withDescription(refused.getMessage())
                    .asRuntimeException());
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

    private static Status status(JoinRefused.Reason reason) {
        return switch (reason) {
            case UNKNOWN -> Status.UNAUTHENTICATED;
            case USED, EXPIRED -> Status.FAILED_PRECONDITION;
        };
    }
}
