package org.lamella.accounts;

import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface Accounts extends Repository<Account, Long> {
    Account save(Account account);

    Optional<Account> findByEmail(String email);

    Optional<Account> findById(long id);

    Optional<Account> findFirstByAdminTrueOrderById();

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select a from Account a where a.email = :email")
    Optional<Account> lock(String email);

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select a from Account a where a.id = :id")
    Optional<Account> lockById(long id);

    /** All who could do everything, in one order, so that two who would each take one away wait for each other. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select a from Account a where a.admin and a.enabled order by a.id")
    List<Account> lockAdmins();

    /** Only while it is the same password still. */
    @Modifying
    @Query("update Account a set a.passwordHash = :better where a.id = :id and a.passwordHash = :kept")
    void replaceHash(long id, String kept, String better);
}
