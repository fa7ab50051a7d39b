package org.lamella.slices;

import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.EntityGraph;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** All slices. */
public interface Slices extends Repository<Slice, Long> {
    Slice save(Slice slice);

    void delete(Slice slice);

    @EntityGraph(attributePaths = "site")
    Optional<Slice> findByName(String name);

    /** The names of those whose time is over by then and which have not been stopped for it yet. */
    @Query("select s.name from Slice s where s.expiredAt is null and s.goal <> org.lamella.slices.Goal.ABSENT"
            + " and s.expiresAt <= :by order by s.expiresAt")
    List<String> expiring(Instant by, Limit limit);

    /** The names of those that were stopped by expiry before then and still keep their files. */
    @Query("select s.name from Slice s where s.expiredAt <= :before and s.goal <> org.lamella.slices.Goal.ABSENT"
            + " order by s.expiredAt")
    List<String> expiredBefore(Instant before, Limit limit);

    /** The names of those that expire by then and whose members were not warned of that date yet. */
    @Query("select s.name from Slice s where s.expiredAt is null and s.goal <> org.lamella.slices.Goal.ABSENT"
            + " and s.expiresAt <= :by and (s.remindedSoonFor is null or s.remindedSoonFor <> s.expiresAt)"
            + " order by s.expiresAt")
    List<String> unwarnedSoon(Instant by, Limit limit);

    /** The same for the last warning. */
    @Query("select s.name from Slice s where s.expiredAt is null and s.goal <> org.lamella.slices.Goal.ABSENT"
            + " and s.expiresAt <= :by and (s.remindedLastFor is null or s.remindedLastFor <> s.expiresAt)"
            + " order by s.expiresAt")
    List<String> unwarnedLast(Instant by, Limit limit);

    /** The names of those that have not followed their site into its suspension, or out of it. */
    @Query(
            "select s.name from Slice s where s.goal <> org.lamella.slices.Goal.ABSENT and s.siteSuspended = s.site.enabled"
                    + " order by s.id")
    List<String> unlikeTheirSite(Limit limit);

    /** Whoever changes a slice or the set of its slivers holds this lock until commit. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select s from Slice s where s.name = :name")
    Optional<Slice> lock(String name);
}
