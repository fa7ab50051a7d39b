package org.lamella.nodes;

import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.EntityGraph;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** All nodes. */
public interface Nodes extends Repository<Node, Long> {
    Node save(Node node);

    @EntityGraph(attributePaths = "site")
    Optional<Node> findByName(String name);

    Optional<Node> findById(long id);

    void delete(Node node);

    void flush();

    List<Node> findByIdIn(Collection<Long> ids);

    boolean existsByName(String name);

    /**
     * Locks the nodes in the order of their ids, so that two transactions that want the same ones wait for each other
     * instead of deadlocking. To be called before any of them is read: one that was read stays as it was.
     */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select n from Node n where n.id in :ids order by n.id")
    List<Node> lockAll(Collection<Long> ids);

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select n from Node n where n.id = :id")
    Optional<Node> lock(long id);

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select n from Node n where n.name = :name")
    Optional<Node> lockByName(String name);

    /** @return ids, not nodes: whether one is silent can be said only of what is read under its lock */
    @Query("select n.id from Node n where n.state = org.lamella.nodes.NodeState.READY and n.lastHeartbeat < :before")
    List<Long> silentSince(Instant before, Limit limit);
}
