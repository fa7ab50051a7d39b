package org.lamella.slivers;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.lamella.slices.Goal;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.EntityGraph;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** All slivers. */
interface Slivers extends Repository<Sliver, Long> {
    Sliver save(Sliver sliver);

    void delete(Sliver sliver);

    @Query("select s from Sliver s join fetch s.node n join fetch s.slice where s.slice.name = :slice"
            + " and n.name > :after order by n.name")
    List<Sliver> ofSlice(String slice, String after, Limit limit);

    @Query("select s from Sliver s join fetch s.node join fetch s.slice where s.id in :ids")
    List<Sliver> withIds(Collection<Long> ids);

    /** Those that do not run come first: they are what a person looks for. */
    @Query("select s from Sliver s join fetch s.node n join fetch s.slice where s.slice.name = :slice"
            + " order by case when s.state = org.lamella.slivers.SliverState.RUNNING then 1 else 0 end, n.name")
    List<Sliver> ofSliceStragglersFirst(String slice, Limit limit);

    @Query("select s from Sliver s join fetch s.node join fetch s.slice"
            + " where s.slice.name = :slice and s.node.name = :node")
    Optional<Sliver> find(String slice, String node);

    @Query("select s from Sliver s join fetch s.node where s.slice.id = :sliceId and s.goal <> :except")
    List<Sliver> ofSliceExcept(long sliceId, Goal except);

    @Query("select s from Sliver s join fetch s.slice where s.node.id = :nodeId order by s.slice.name")
    List<Sliver> ofNode(long nodeId);

    @Query("select s from Sliver s join fetch s.node n join fetch s.slice where n.name = :node order by s.slice.name")
    List<Sliver> onNode(String node, Limit limit);

    @EntityGraph(attributePaths = "slice")
    List<Sliver> findByNodeIdAndSliceNameIn(long nodeId, Collection<String> slices);

    @Query("select s from Sliver s join fetch s.slice where s.node.id = :nodeId and s.goal = :goal")
    List<Sliver> ofNodeWithGoal(long nodeId, Goal goal);

    long countBySliceId(long sliceId);

    /** The ids of all nodes that have a sliver of the slice, also one that is to go. */
    @Query("select s.node.id from Sliver s where s.slice.id = :sliceId")
    List<Long> nodesOf(long sliceId);
}
