package org.lamella.cli;

/** Ends a command with a message for the person who typed it, and an exit code for the script that did. */
final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int exitCode;

    private Failure(int exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    static Failure refused(String message) {
        return new Failure(ExitCode.REFUSED, message, null);
    }

    static Failure usage(String message) {
        return new Failure(ExitCode.USAGE, message, null);
    }

    static Failure unreachable(String message, Throwable cause) {
        return new Failure(ExitCode.UNREACHABLE, message, cause);
    }

    static Failure unsettled(String message) {
        return new Failure(ExitCode.UNSETTLED, message, null);
    }

    /** One of {@link ExitCode}. */
    int exitCode() {
        return exitCode;
    }
}
