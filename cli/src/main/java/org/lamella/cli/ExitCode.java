package org.lamella.cli;

/**
 * What a command's exit code tells a script. {@code exec} is the exception: it ends with the code of the command that it
 * ran, and with one of these only when that command never ran to its end.
 */
final class ExitCode {
    static final int OK = 0;

    /** The server refused; its reasons are on standard error. */
    static final int REFUSED = 1;

    /** The command line or the configuration is wrong; nothing was sent. */
    static final int USAGE = 2;

    /** No server, or the connection to it broke. */
    static final int UNREACHABLE = 3;

    /** Waited, and what was waited for did not come, or failed. */
    static final int UNSETTLED = 4;

    private ExitCode() {}
}
