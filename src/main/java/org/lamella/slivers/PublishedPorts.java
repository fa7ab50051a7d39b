package org.lamella.slivers;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.lamella.slivers.NodePlan.PlannedPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** All published ports. */
@Component
class PublishedPorts {
    /** A slice on 5,000 nodes may have more; its page and its list then show the first of them. */
    static final int SHOWN = 500;

    private static final String COLUMNS = """
            select s.name as slice, n.name as node, n.hostname as host, p.protocol, lower(p.node_ports) as first,
                   upper(p.node_ports) - lower(p.node_ports) as count, p.sliver_port, p.published_by, p.published_at
            from published_ports p join slivers v on v.id = p.sliver_id join slices s on s.id = v.slice_id
            join nodes n on n.id = p.node_id
            """;

    private final JdbcClient jdbc;

    PublishedPorts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** In the order of nodes, protocols and ports. */
    List<PublishedPort> ofSlice(String slice) {
        return jdbc.sql(COLUMNS + "where s.name = ? order by n.name, p.protocol, p.node_ports limit ?")
                .params(slice, SHOWN)
                .query(PublishedPorts::port)
                .list();
    }

    /** By sliver. */
    Map<Long, List<PlannedPort>> ofNode(long nodeId) {
        record Row(long sliver, PlannedPort port) {}
        return jdbc
                .sql("""
                        select sliver_id, protocol, lower(node_ports) as first, sliver_port,
                               upper(node_ports) - lower(node_ports) as count
                        from published_ports where node_id = ? order by protocol, node_ports""")
                .param(nodeId)
                .query((row, number) -> new Row(
                        row.getLong("sliver_id"),
                        new PlannedPort(
                                row.getString("protocol"),
                                row.getInt("first"),
                                row.getInt("sliver_port"),
                                row.getInt("count"))))
                .list()
                .stream()
                .collect(Collectors.groupingBy(Row::sliver, Collectors.mapping(Row::port, Collectors.toList())));
    }

    /**
     * Takes the ports of a sliver that has moved to its new node, those that are free there, and withdraws the others. To be
     * called under the locks of both nodes.
     *
     * @return those that were withdrawn, as {@code tcp 20000}
     */
    List<String> follow(long sliverId, long nodeId) {
        jdbc.sql("""
                        update published_ports p set node_id = :node
                        where p.sliver_id = :sliver and not exists (
                          select from published_ports o
                          where o.node_id = :node and o.protocol = p.protocol and o.node_ports && p.node_ports)""").param("node", nodeId).param("sliver", sliverId).update();
        return jdbc.sql("""
                        delete from published_ports where sliver_id = ? and node_id <> ?
                        returning protocol || ' ' || lower(node_ports)""").params(sliverId, nodeId).query(String.class).list();
    }

    int count(long sliverId) {
        return jdbc.sql("select coalesce(sum(upper(node_ports) - lower(node_ports)), 0) from published_ports"
                        + " where sliver_id = ?")
                .param(sliverId)
                .query(Integer.class)
                .single();
    }

    /** Those on a node that have one of these ports, the lowest first. */
    List<PublishedPort> over(long nodeId, String protocol, int first, int count) {
        return jdbc.sql(
                        COLUMNS
                                + "where p.node_id = ? and p.protocol = ? and p.node_ports && int4range(?, ?) order by p.node_ports")
                .params(nodeId, protocol, first, first + count)
                .query(PublishedPorts::port)
                .list();
    }

    /** The lowest so many ports in a row, none of which is published. To be called under the node's lock. */
    Optional<Integer> free(long nodeId, String protocol, int count, PortSettings settings) {
        int candidate = settings.first();
        for (PublishedPort taken : over(nodeId, protocol, settings.first(), settings.count())) {
            if (taken.nodePort() - candidate >= count) {
                break;
            }
            candidate = Math.max(candidate, taken.nodePort() + taken.count());
        }
        return candidate + count - 1 <= settings.last() ? Optional.of(candidate) : Optional.empty();
    }

    void add(Sliver sliver, PortRequest request, int first, String by, Instant now) {
        jdbc.sql("""
                        insert into published_ports
                          (sliver_id, node_id, protocol, node_ports, sliver_port, published_by, published_at)
                        values (?, ?, ?, int4range(?, ?), ?, ?, ?)""")
                .params(
                        sliver.id(),
                        sliver.node().id(),
                        request.protocol(),
                        first,
                        first + request.count(),
                        request.port(),
                        by,
                        now.atOffset(ZoneOffset.UTC))
                .update();
    }

    Optional<PublishedPort> find(long sliverId, String protocol, int first) {
        return jdbc.sql(COLUMNS + "where p.sliver_id = ? and p.protocol = ? and lower(p.node_ports) = ?")
                .params(sliverId, protocol, first)
                .query(PublishedPorts::port)
                .optional();
    }

    void remove(long sliverId, String protocol, int first) {
        jdbc.sql("delete from published_ports where sliver_id = ? and protocol = ? and lower(node_ports) = ?")
                .params(sliverId, protocol, first)
                .update();
    }

    private static PublishedPort port(ResultSet row, int number) throws SQLException {
        return new PublishedPort(
                row.getString("slice"),
                row.getString("node"),
                row.getString("host"),
                row.getString("protocol"),
                row.getInt("first"),
                row.getInt("sliver_port"),
                row.getInt("count"),
                row.getString("published_by"),
                row.getObject("published_at", OffsetDateTime.class).toInstant());
    }
}
