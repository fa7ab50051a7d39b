package org.lamella.slices;

import java.util.Optional;
import org.lamella.access.Caller;
import org.lamella.access.Forbidden;
import org.lamella.web.NoSuchThing;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Who may see a slice and who may change it. Members may do both, as may a PI of its site and an admin; for all others it
 * is not there.
 */
@Component
public class SliceAccess {
    private final JdbcClient jdbc;

    SliceAccess(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Passes when the caller may see the slice; so far that is also who may change it.
     *
     * @throws NoSuchThing when there is none, or none for this caller
     */
    @Transactional(readOnly = true)
    public void requireVisible(Caller caller, String name) {
        if (find(caller, name).isEmpty()) {
            throw new NoSuchThing("slice", name);
        }
    }

    /**
     * Passes when the caller may change the slice, put it on nodes, and get into its slivers.
     *
     * @throws NoSuchThing when there is none, or none for this caller
     */
    @Transactional(readOnly = true)
    public void requireChange(Caller caller, String name) {
        requireVisible(caller, name);
    }

    /** Whether the caller may see the slice. */
    @Transactional(readOnly = true)
    public boolean sees(Caller caller, String name) {
        return find(caller, name).isPresent();
    }

    /** Whether the caller may see the slice; those who answer for its site hear of one that is gone, too. */
    boolean maySee(Caller caller, String name) {
        // Asked of every open page at every change, so the database is asked only about members.
        return caller.admin()
                || caller.answersFor(new SliceName(name).loginBase())
                || find(caller, name).isPresent();
    }

    /**
     * Passes for those who answer for the slice's site.
     *
     * @throws NoSuchThing when there is none, or none for this caller
     * @throws Forbidden when the caller sees it but is only a member
     */
    @Transactional(readOnly = true)
    public void requireAnswers(Caller caller, String name, String what) {
        requireVisible(caller, name);
        caller.requireAnswersFor(new SliceName(name).loginBase(), what);
    }

    private Optional<Long> find(Caller caller, String name) {
        Visibility visible = Visibility.of(caller);
        return jdbc.sql("select s.id from slices s join sites site on site.id = s.site_id where s.name = :name and "
                        + visible.condition())
                .param("name", name)
                .params(visible.parameters())
                .query(Long.class)
                .optional();
    }
}
