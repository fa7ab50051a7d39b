package org.lamella.database;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The words that start the server, with every setting in them, so that a newer Lamella's settings hold on older data. */
record ServerCommand(PostgresFolder folder, PostgresBinaries binaries, Map<String, String> overrides) {
    /** For a machine that also runs the slivers: small memory, few processes, nothing given up that keeps data safe. */
    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("listen_addresses", "127.0.0.1"),
            Map.entry("unix_socket_directories", ""),
            Map.entry("max_connections", "100"),
            Map.entry("shared_buffers", "64MB"),
            Map.entry("fsync", "on"),
            Map.entry("max_wal_size", "256MB"),
            // No replica and no archive reads this log.
            Map.entry("wal_level", "minimal"),
            Map.entry("max_wal_senders", "0"),
            Map.entry("max_logical_replication_workers", "0"),
            Map.entry("autovacuum_max_workers", "2"),
            Map.entry("io_method", "sync"),
            Map.entry("jit", "off"),
            Map.entry("huge_pages", "off"),
            Map.entry("client_connection_check_interval", "10s"),
            Map.entry("timezone", "UTC"),
            Map.entry("log_timezone", "UTC"),
            Map.entry("log_checkpoints", "off"));

    ServerCommand {
        overrides = Map.copyOf(overrides);
    }

    List<String> onPort(int port) {
        Map<String, String> settings = new LinkedHashMap<>(SETTINGS);
        settings.putAll(overrides);
        settings.put("hba_file", folder.accessRules().toString());
        settings.put("port", Integer.toString(port));
        List<String> words = new ArrayList<>(List.of(
                binaries.program("postgres").toString(), "-D", folder.cluster().toString()));
        settings.forEach((name, value) -> words.addAll(List.of("-c", name + "=" + value)));
        return words;
    }
}
