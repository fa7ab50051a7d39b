package org.lamella.web.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.web.InvalidInput;
import org.lamella.web.Page;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whatever a list is sorted by, its pages show every row that is there all the time exactly once. */
@ControlPlaneTest
class PagingTest {
    private static final int ROWS = 60;
    private static final List<String> COLUMNS = List.of("id", "word", "number", "time", "flag");

    private static final Listing ROCKS = Listing.of("rocks", "rocks r", Field.id("id", "r.id"))
            .with(
                    Field.text("word", "r.word"),
                    Field.number("number", "r.number"),
                    Field.time("time", "r.time"),
                    Field.flag("flag", "r.flag"))
            .searchedBy("word");

    @Autowired
    private ListRequests requests;

    @Autowired
    private JdbcClient jdbc;

    @BeforeEach
    void create() {
        drop();
        jdbc.sql("create table rocks (id int primary key, word text, number float8, time timestamptz, flag boolean)")
                .update();
    }

    @AfterEach
    void drop() {
        jdbc.sql("drop table if exists rocks").update();
    }

    static List<Long> seeds() {
        return new Random(20261120).longs(25).boxed().toList();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void showEveryRowThatStaysExactlyOnce(long seed) {
        Random random = new Random(seed);
        IntStream.range(0, ROWS).forEach(i -> insert(i * 10, random));
        List<Integer> all =
                jdbc.sql("select id from rocks").query(Integer.class).list();
        String sort = sort(random);
        String limit = Integer.toString(1 + random.nextInt(12));
        List<Integer> shown = new ArrayList<>();
        // One that was shown, went, and came back with another place in the order would rightly be shown again.
        Set<Integer> guests = new HashSet<>();
        String cursor = "";
        do {
            Page<Integer> page = page("", sort, cursor, limit);
            shown.addAll(page.items());
            cursor = page.next();
            int guest = random.nextInt(ROWS) * 10 + 1 + random.nextInt(9);
            if (guests.add(guest)) {
                insert(guest, random);
            }
            jdbc.sql("delete from rocks where id % 10 <> 0 and random() < 0.3").update();
        } while (cursor != null);
        assertThat(shown).as(sort).doesNotHaveDuplicates().containsAll(all);
        assertThat(shown.stream().filter(id -> id % 10 == 0).toList()).as(sort).isEqualTo(ordered(sort));
    }

    @Test
    void areThoseOfOneMomentsFilter() {
        Random random = new Random(1);
        IntStream.range(0, 10).forEach(i -> insert(i, random));
        Page<Integer> first = page("time<99999d", "-id", "", "4");
        Page<Integer> second = page("time<99999d", "-id", first.next(), "500");
        assertThat(second.next()).isNull();
        assertThat(second.items()).doesNotContainAnyElementsOf(first.items());
    }

    @Test
    void areRefusedToACursorOfOthers() {
        Random random = new Random(1);
        IntStream.range(0, 10).forEach(i -> insert(i, random));
        String cursor = page("-id:77", "word", "", "3").next();
        assertThat(page("-id:77", "word", cursor, "4").items()).hasSize(4);
        assertThatThrownBy(() -> page("-id:78", "word", cursor, "3"))
                .hasMessageContaining("another list, filter or sort");
        assertThatThrownBy(() -> page("-id:77", "-word", cursor, "3")).hasMessageContaining("another list");
        String flipped = (cursor.charAt(20) == 'A' ? "B" : "A");
        String changed = cursor.substring(0, 20) + flipped + cursor.substring(21);
        for (String wrong : List.of(changed, "AAAA", "***", cursor.substring(1), "A".repeat(9_000))) {
            assertThatThrownBy(() -> page("-id:77", "word", wrong, "3"))
                    .isInstanceOf(InvalidInput.class)
                    .hasMessageContaining("not a cursor");
        }
    }

    private Page<Integer> page(String filter, String sort, String cursor, String limit) {
        return ROCKS.query(requests.of(filter, sort, cursor, limit)).page(jdbc, "r.id", (row, number) -> row.getInt(1));
    }

    private static String sort(Random random) {
        List<String> keys = new ArrayList<>(COLUMNS);
        Collections.shuffle(keys, random);
        return String.join(
                ",",
                keys.subList(0, 1 + random.nextInt(4)).stream()
                        .map(key -> random.nextBoolean() ? "-" + key : key)
                        .toList());
    }

    private List<Integer> ordered(String sort) {
        List<String> order = new ArrayList<>();
        for (String key : sort.split(",", -1)) {
            order.add(key.startsWith("-") ? key.substring(1) + " desc" : key);
        }
        return jdbc.sql("select id from rocks where id % 10 = 0 order by " + String.join(", ", order) + ", id")
                .query(Integer.class)
                .list();
    }

    /** Few values, so that many rows tie; some have none. */
    private void insert(int id, Random random) {
        jdbc.sql("""
                        insert into rocks values (:id, :word, :number,
                          timestamptz '2026-01-01 00:00:00.123456Z' + cast(:step as int) * interval '1 microsecond', :flag)
                        on conflict do nothing""")
                .param("id", id)
                .param(
                        "word",
                        random.nextInt(4) == 0
                                ? null
                                : List.of("a", "B", "ä", "a b").get(random.nextInt(4)))
                .param("number", random.nextInt(4) == 0 ? null : random.nextInt(3) / 3.0)
                .param("step", random.nextInt(4) == 0 ? null : random.nextInt(3))
                .param("flag", random.nextInt(3) == 0 ? null : random.nextBoolean())
                .update();
    }
}
