package org.lamella.agent.controllink;

import io.grpc.Status;
import java.security.cert.CertificateException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.lamella.agent.controllink.PinnedTrust.WrongAuthority;

/**
 * Why a call failed.
 *
 * @param words for a person
 */
record Failure(Kind kind, String words) {
    enum Kind {
        /** Nobody there, or the way is cut: worth trying again soon. */
        UNREACHABLE,
        /** The control plane answered, and its answer will not change by itself. */
        REJECTED,
        /** Somebody else answered. */
        WRONG_CONTROL_PLANE
    }

    private static final Set<Status.Code> ANSWERS = Set.of(
            Status.Code.UNAUTHENTICATED,
            Status.Code.PERMISSION_DENIED,
            Status.Code.FAILED_PRECONDITION,
            Status.Code.INVALID_ARGUMENT,
            Status.Code.NOT_FOUND,
            Status.Code.UNIMPLEMENTED);

    /**
     * @param pin the CA that the control plane must show
     * @param pinnedBy what the pin came with, such as "the code was made for"
     */
    static Failure of(Throwable failure, HostPort controlPlane, Fingerprint pin, String pinnedBy) {
        Optional<Throwable> alert = find(failure, Failure::isAlert);
        Optional<Throwable> untrusted = find(failure, CertificateException.class::isInstance);
        Status status = Status.fromThrowable(failure);
        if (untrusted.isPresent()) {
            return new Failure(
                    Kind.WRONG_CONTROL_PLANE, untrustedWords(untrusted.get(), controlPlane, pinnedBy + " " + pin));
        }
        if (alert.isPresent()) {
            return new Failure(
                    Kind.REJECTED,
                    "the control plane at " + controlPlane + " does not accept this node's certificate: "
                            + alert.get().getMessage());
        }
        if (ANSWERS.contains(status.getCode())) {
            return new Failure(Kind.REJECTED, statusWords(status));
        }
        return new Failure(
                Kind.UNREACHABLE,
                "the connection to the control plane at " + controlPlane + " failed: " + statusWords(status));
    }

    /** A server that refuses our certificate says so by a fatal alert; in TLS 1.3 it comes after the handshake. */
    private static boolean isAlert(Throwable cause) {
        return cause instanceof javax.net.ssl.SSLException
                && String.valueOf(cause.getMessage()).contains("Received fatal alert");
    }

    private static String untrustedWords(Throwable untrusted, HostPort controlPlane, String pinned) {
        return untrusted instanceof WrongAuthority wrong
                ? "the control plane at " + controlPlane + " shows a CA with fingerprint " + wrong.shown() + ", "
                        + pinned
                : "the control plane at " + controlPlane + " cannot be trusted: " + untrusted.getMessage();
    }

    private static String statusWords(Status status) {
        if (status.getCause() != null) {
            Throwable root =
                    find(status.getCause(), cause -> cause.getCause() == null).orElse(status.getCause());
            return root.getMessage() == null ? root.toString() : root.getMessage();
        }
        return status.getDescription() == null ? status.getCode().name() : status.getDescription();
    }

    private static Optional<Throwable> find(Throwable failure, Predicate<Throwable> wanted) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(20) // a chain of causes may be a ring
                .filter(wanted)
                .findFirst();
    }
}
