package org.lamella.database;

/** The one PostgreSQL of this control plane. Closing it ends what we started and nothing else. */
sealed interface Database extends AutoCloseable permits EmbeddedPostgres, ExternalPostgres {
    /** A JDBC URL without user and password, fit for a log. */
    String url();

    String user();

    String password();

    @Override
    void close();
}
