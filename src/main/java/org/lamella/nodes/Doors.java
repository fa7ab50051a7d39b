package org.lamella.nodes;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lamella.web.NoSuchThing;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Where nodes are reached by ssh, as their agents said last. */
@Component
public class Doors {
    private final JdbcClient jdbc;

    Doors(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param door empty: the node has none any more */
    @Transactional
    public void reported(long nodeId, Optional<Door> door) {
        if (door.isEmpty()) {
            jdbc.sql("delete from node_doors where node_id = ?").param(nodeId).update();
            return;
        }
        jdbc.sql("""
                        insert into node_doors (node_id, host, port, host_keys) values (?, ?, ?, ?)
                        on conflict (node_id) do update
                        set host = excluded.host, port = excluded.port, host_keys = excluded.host_keys""")
                .params(
                        nodeId,
                        door.get().host(),
                        door.get().port(),
                        door.get().keys().stream().map(HostKey::line).toArray(String[]::new))
                .update();
    }

    /** @throws NoSuchThing when there is no such node, or it is not reached by ssh */
    @Transactional(readOnly = true)
    public Door get(String node) {
        return Optional.ofNullable(of(List.of(node)).get(node))
                .orElseThrow(() -> new NoSuchThing("way by ssh to the node", node));
    }

    /** By the node's name; those without one are left out. */
    @Transactional(readOnly = true)
    public Map<String, Door> of(Collection<String> nodes) {
        Map<String, Door> doors = new HashMap<>();
        RowCallbackHandler collect = row -> doors.put(row.getString("name"), door(row));
        jdbc.sql("""
                        select n.name, d.host, d.port, d.host_keys
                        from node_doors d join nodes n on n.id = d.node_id where n.name = any(?)""").param(nodes.toArray(String[]::new)).query(collect);
        return doors;
    }

    private static Door door(ResultSet row) throws SQLException {
        return new Door(
                row.getString("host"),
                row.getInt("port"),
                Arrays.stream((String[]) row.getArray("host_keys").getArray())
                        .flatMap(line -> HostKey.parse(line).stream())
                        .toList());
    }
}
