package org.lamella.accounts;

import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** All sites. */
public interface Sites extends Repository<Site, Long> {
    Site save(Site site);

    Optional<Site> findByLoginBase(String loginBase);

    List<Site> findByEnabledTrueOrderByLoginBase(Limit limit);

    /** Held until commit: who suspends a site waits for who makes something at it, and the other way round. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select s from Site s where s.id = :id")
    Optional<Site> lockById(long id);

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select s from Site s where s.loginBase = :loginBase")
    Optional<Site> lock(String loginBase);
}
