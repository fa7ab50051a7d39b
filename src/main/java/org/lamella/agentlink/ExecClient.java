package org.lamella.agentlink;

/** The outer end of a session. Each call may block: that is how a slow client slows the process down. */
interface ExecClient {
    void opened();

    void stdout(byte[] bytes);

    void stderr(byte[] bytes);

    /** The last call, when the process has ended. */
    void exited(int code);

    /** The last call, when the session did not come about or broke. */
    void failed(String reason);
}
