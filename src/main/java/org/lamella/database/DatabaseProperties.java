package org.lamella.database;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which PostgreSQL to use.
 *
 * @param data {@code lamella.data}: the control plane's data folder; the embedded server keeps its files in {@code
 *     postgres} below it
 * @param db {@code lamella.db.*}: an external server; nothing of it set means the embedded one
 */
@ConfigurationProperties("lamella")
record DatabaseProperties(
        @DefaultValue(".lamella/data") Path data,
        @DefaultValue Db db) {
    /**
     * @param url {@code jdbc:postgresql://host:port/database}, without user and password, because it is logged
     * @param user has to be able to create tables and extensions in that database
     * @param password may be empty, but has to be set
     */
    record Db(String url, String user, String password) {
        private static final String PREFIX = "jdbc:postgresql:";

        /** @throws DatabaseMisconfigured with all that is wrong */
        Db {
            url = blankToNull(url);
            user = blankToNull(user);
            List<String> errors = url == null ? withoutUrl(user, password) : withUrl(url, user, password);
            if (!errors.isEmpty()) {
                throw new DatabaseMisconfigured(errors);
            }
        }

        private static List<String> withoutUrl(String user, String password) {
            List<String> errors = new ArrayList<>();
            if (user != null) {
                errors.add("LAMELLA_DB_USER (lamella.db.user) is set, LAMELLA_DB_URL (lamella.db.url) is not.");
            }
            if (blankToNull(password) != null) {
                errors.add("LAMELLA_DB_PASSWORD (lamella.db.password) is set, LAMELLA_DB_URL (lamella.db.url) is not.");
            }
            return errors;
        }

        private static List<String> withUrl(String url, String user, String password) {
            List<String> errors = new ArrayList<>();
            var parsed = url.startsWith(PREFIX) ? Driver.parseURL(url, null) : null;
            if (parsed == null) {
                errors.add("LAMELLA_DB_URL is \"%s\"; it has to look like jdbc:postgresql://host:5432/database."
                        .formatted(url));
            } else if (PGProperty.USER.isPresent(parsed) || PGProperty.PASSWORD.isPresent(parsed)) {
                errors.add("LAMELLA_DB_URL holds a user or a password; they belong in LAMELLA_DB_USER and"
                        + " LAMELLA_DB_PASSWORD, because the URL is logged.");
            }
            if (user == null) {
                errors.add("LAMELLA_DB_URL is set, LAMELLA_DB_USER (lamella.db.user) is not.");
            }
            if (password == null) {
                errors.add("LAMELLA_DB_URL is set, LAMELLA_DB_PASSWORD (lamella.db.password) is not;"
                        + " set it to nothing if the server asks for none.");
            }
            return errors;
        }

        private static String blankToNull(String text) {
            return text == null || text.isBlank() ? null : text;
        }

        /** The password is left out. */
        @Override
        public String toString() {
            return "Db[url=%s, user=%s]".formatted(url, user);
        }
    }

    /** Where the external server is; empty: use the embedded one. */
    Optional<Db> external() {
        return Optional.of(db).filter(external -> external.url() != null);
    }
}
