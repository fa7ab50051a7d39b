package org.lamella.slices;

import java.util.List;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The tags of slices. */
@Component
class Tags {
    static final int MOST = 100;
    static final int LONGEST_VALUE = 255;
    static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9._/-]{0,61}[a-z0-9])?");

    private final JdbcClient jdbc;

    record Tag(String name, String value) {}

    Tags(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<Tag> of(String slice) {
        return jdbc.sql("""
                        select t.name, t.value from slice_tags t join slices s on s.id = t.slice_id
                        where s.name = ? order by t.name""").param(slice).query(Tag.class).list();
    }

    /** How many there are besides this one. */
    int countOthers(long sliceId, String name) {
        return jdbc.sql("select count(*) from slice_tags where slice_id = ? and name <> ?")
                .params(sliceId, name)
                .query(Integer.class)
                .single();
    }

    void set(long sliceId, Tag tag) {
        jdbc.sql("""
                        insert into slice_tags (slice_id, name, value) values (?, ?, ?)
                        on conflict (slice_id, name) do update set value = excluded.value""").params(sliceId, tag.name(), tag.value()).update();
    }

    /** @return false when there was none */
    boolean remove(long sliceId, String name) {
        return jdbc.sql("delete from slice_tags where slice_id = ? and name = ?")
                        .params(sliceId, name)
                        .update()
                == 1;
    }
}
