package org.lamella.agent.ssh;

/** Writes into a book what the door would. */
public final class TestLogins {
    private TestLogins() {}

    public static void begin(LoginBook book, String id) {
        book.began(new SshLogin(id, "demo_a", "ann@example.org", "SHA256:x", "192.0.2.1", 1_000, 0));
    }

    public static void end(LoginBook book, String id) {
        book.ended(id);
    }
}
