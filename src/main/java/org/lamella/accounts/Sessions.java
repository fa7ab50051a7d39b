package org.lamella.accounts;

import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.lamella.secrets.Secrets;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.Session;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The sessions of the web pages that an account has open, whichever replica answers them. */
@Component
class Sessions {
    private static final int MARK_BYTES = 8;
    private static final int MOST_SHOWN = 100;

    private final FindByIndexNameSessionRepository<? extends Session> sessions;
    private final Secrets secrets;
    private final JdbcClient jdbc;

    /**
     * One of them.
     *
     * @param mark names it without being worth anything: the id itself is the secret in the browser's cookie
     * @param current whether it is the one that asks
     */
    record Open(String mark, Instant since, Instant lastUsed, String address, String browser, boolean current) {}

    Sessions(FindByIndexNameSessionRepository<? extends Session> sessions, Secrets secrets, JdbcClient jdbc) {
        this.sessions = sessions;
        this.secrets = secrets;
        this.jdbc = jdbc;
    }

    /** The last used first. */
    List<Open> of(long accountId, String currentId) {
        return sessions.findByPrincipalName(Long.toString(accountId)).values().stream()
                .filter(session -> !session.isExpired())
                .sorted(Comparator.comparing(Session::getLastAccessedTime).reversed())
                .limit(MOST_SHOWN)
                .map(session -> open(session, currentId))
                .toList();
    }

    /** Whether the session has neither been ended nor run out. */
    boolean lasts(String id) {
        return sessions.findById(id) != null;
    }

    /** Ends one; nothing happens when it has ended by itself. */
    @Transactional
    public void end(long accountId, String mark) {
        sessions.findByPrincipalName(Long.toString(accountId)).keySet().stream()
                .filter(id -> mark(id).equals(mark))
                .forEach(id -> jdbc.sql("delete from spring_session where session_id = ?")
                        .param(id)
                        .update());
    }

    /** @return how many it were */
    @Transactional
    public int endAll(long accountId) {
        return endOthers(accountId, "");
    }

    /** @return how many it were */
    @Transactional
    public int endOthers(long accountId, String currentId) {
        return jdbc.sql("delete from spring_session where principal_name = ? and session_id <> ?")
                .params(Long.toString(accountId), currentId)
                .update();
    }

    private Open open(Session session, String currentId) {
        return new Open(
                mark(session.getId()),
                session.getCreationTime(),
                session.getLastAccessedTime(),
                text(session, SessionStart.ADDRESS),
                Browser.named(text(session, SessionStart.BROWSER)),
                session.getId().equals(currentId));
    }

    private static String text(Session session, String attribute) {
        return Objects.requireNonNullElse(session.getAttribute(attribute), "");
    }

    private String mark(String id) {
        return HexFormat.of().formatHex(secrets.hash("session " + id), 0, MARK_BYTES);
    }
}
