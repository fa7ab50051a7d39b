package org.lamella.database;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.hibernate.TransactionException;
import org.hibernate.exception.JDBCConnectionException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;

/** Tells a database that is not there from everything else that can go wrong in a request. */
final class DatabaseOutage {
    /**
     * By PostgreSQL's appendix A: shut down, crashed, starting; out of disk, of memory, of connections. Class 08 is the
     * connection itself.
     */
    private static final Set<String> GONE = Set.of("57P01", "57P02", "57P03", "53100", "53200", "53300");

    private static final String CONNECTION_CLASS = "08";

    private DatabaseOutage() {}

    /** True if anything in the chain of causes says that the database cannot be reached or has no room for us. */
    static boolean causes(Throwable failure) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Throwable each = failure; each != null && seen.add(each); each = each.getCause()) {
            if (isOutage(each)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOutage(Throwable failure) {
        return failure instanceof CannotGetJdbcConnectionException
                || failure instanceof JDBCConnectionException
                || failure instanceof SQLTransientConnectionException
                || failure instanceof SQLNonTransientConnectionException
                || failure instanceof SQLRecoverableException
                || (failure instanceof TransactionException && isUnanswered(failure.getCause()))
                || (failure instanceof SQLException answer && isGone(answer.getSQLState()));
    }

    /** A rollback on a connection that the pool has already closed as broken; hides why it was broken. */
    private static boolean isUnanswered(Throwable cause) {
        return cause instanceof SQLException failure && failure.getSQLState() == null;
    }

    private static boolean isGone(String state) {
        return state != null && (state.startsWith(CONNECTION_CLASS) || GONE.contains(state));
    }
}
