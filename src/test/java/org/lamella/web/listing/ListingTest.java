package org.lamella.web.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.SettableClock;
import org.lamella.web.FieldError;
import org.lamella.web.InvalidInput;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the language of lists means, on a list of its own. */
@ControlPlaneTest
class ListingTest {
    private enum Mood {
        CALM,
        WILD
    }

    private static final Listing BEASTS = Listing.of("beasts", "beasts b", Field.name("name", "b.name"))
            .with(
                    Field.text("story", "b.story"),
                    Field.choice("mood", "b.mood", Mood.class),
                    Field.number("legs", "b.legs"),
                    Field.time("born", "b.born").always(),
                    Field.flag("tame", "b.tame"),
                    Field.many("friend", "select f.friend from friends f where f.beast = b.name"));

    @Autowired
    private ListRequests requests;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private SettableClock clock;

    @BeforeEach
    void create() {
        drop();
        jdbc.sql("""
                        create table beasts (name text primary key, story text, mood text, legs int, born timestamptz,
                          tame boolean);
                        create table friends (beast text, friend text);
                        insert into beasts values
                          ('ant', 'Small, and 100% busy', 'CALM', 6, '2026-01-01T00:00:00Z', false),
                          ('bee', 'It hums', 'WILD', 6, '2026-01-01T12:00:00.5Z', true),
                          ('cat_1', 'Says "meow" *loudly*', 'WILD', 4, '2026-01-02T00:00:00Z', true),
                          ('dog', '', null, 4, '2026-01-03T00:00:00Z', null),
                          ('eel', null, 'CALM', null, '2026-01-04T00:00:00Z', false);
                        insert into friends values ('ant', 'bee'), ('dog', 'cat_1'), ('dog', 'bee')""").update();
    }

    @AfterEach
    void drop() {
        jdbc.sql("drop table if exists beasts, friends").update();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            ~~                          | ant bee cat_1 dog eel
            ee                          | bee eel
            E* -eel                     | ~~
            -ee                         | ant cat_1 dog
            name:ee                     | ~~
            name:ANT                    | ant
            NAME:ant                    | ant
            name:ant,dog                | ant dog
            -name:ant,dog               | bee cat_1 eel
            name:*e*                    | bee eel
            name:cat_*                  | cat_1
            name:a_t                    | ~~
            name:c%                     | ~~
            story:*100%*                | ant
            story:*HUMS                 | bee
            story:"it hums"             | bee
            story:"It*"                 | ~~
            story:"Says \\"meow\\" *loudly*" | cat_1
            story:""                    | dog eel
            -story:""                   | ant bee cat_1
            mood:calm                   | ant eel
            mood:CALM,WILD              | ant bee cat_1 eel
            -mood:WILD                  | ant dog eel
            mood:""                     | dog
            legs:4                      | cat_1 dog
            legs>4                      | ant bee
            legs>=4 legs<6              | cat_1 dog
            legs<=4.5                   | cat_1 dog
            -legs<6                     | ant bee eel
            legs:""                     | eel
            tame:yes                    | bee cat_1
            tame:false                  | ant eel
            -tame:true                  | ant dog eel
            born:2026-01-01             | ant bee
            born:2026-01-01T12:00:00.5Z | bee
            born>2026-01-02             | dog eel
            born>=2026-01-02            | cat_1 dog eel
            born<2026-01-01T13:00:00+01:00 | ant
            born<99999d                 | ant bee cat_1 dog eel
            born<-99999d                | ~~
            friend:bee                  | ant dog
            friend:CAT_1                | dog
            friend:b*                   | ant dog
            -friend:bee                 | bee cat_1 eel
            friend:""                   | bee cat_1 eel
            legs:6 mood:WILD            | bee
            """)
    void findsWhatFits(String filter, String names) {
        assertThat(String.join(" ", names(filter, ""))).isEqualTo(names);
        assertThat(BEASTS.query(requests.of(filter, "", "", "1")).count(jdbc))
                .isEqualTo(names.isEmpty() ? 0 : names.split(" ").length);
    }

    @Test
    void meansTimesFromNow() {
        jdbc.sql("update beasts set born = ?")
                .param(clock.instant().atOffset(java.time.ZoneOffset.UTC).plusDays(3))
                .update();
        assertThat(names("born<4d", "")).hasSize(5);
        assertThat(names("born<71h", "")).isEmpty();
        assertThat(names("born>-1w", "")).hasSize(5);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            -name        | eel dog cat_1 bee ant
            legs         | cat_1 dog ant bee eel
            -legs,-name  | eel bee ant dog cat_1
            mood,-born   | eel ant cat_1 bee dog
            -tame        | dog bee cat_1 ant eel
            """)
    void sorts(String sort, String names) {
        assertThat(String.join(" ", names("", sort))).isEqualTo(names);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            colour:red             | there is no field colour; there is name, story, mood, legs, born, tame, friend
            mood:sad               | mood must be one of CALM, WILD, not sad
            legs:many              | legs must be a number
            legs:1e999999999       | legs must be a number
            born>yesterday         | born must be a time
            born>2026-02-30        | born must be a time
            born:3d                | born must be a time
            born<+99999-01-01      | born must be a time
            tame:perhaps           | tame must be true or false
            name>ant               | only numbers and times
            legs>4,5               | one value only
            legs:                  | lacks a value
            legs:4,                | lacks a value
            -                      | lacks a value
            story:"open            | is never closed
            """)
    void saysWhatItCannotRead(String filter, String words) {
        assertThatThrownBy(() -> names(filter, ""))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining(words);
    }

    @Test
    void saysEverythingThatIsWrongAtOnce() {
        assertThatThrownBy(() -> BEASTS.query(requests.of("colour:red legs:many", "size,friend", "x", "0")))
                .asInstanceOf(type(InvalidInput.class))
                .extracting(InvalidInput::errors, org.assertj.core.api.InstanceOfAssertFactories.list(FieldError.class))
                .extracting(FieldError::field)
                .containsExactlyInAnyOrder("filter", "filter", "sort", "sort", "cursor", "limit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"name,name", "name,-name", "a,b,c,d,e,f", "name,", "name;drop table beasts"})
    void refusesASortThatIsNone(String sort) {
        assertThatThrownBy(() -> names("", sort)).isInstanceOf(InvalidInput.class);
    }

    @Test
    void bearsNoMoreThanItCan() {
        assertThatThrownBy(() -> names("a ".repeat(31), "")).hasMessageContaining("30 terms");
        assertThatThrownBy(() -> names("x".repeat(2_001), "")).hasMessageContaining("2000 characters");
        assertThatThrownBy(() -> names("legs:" + "1,".repeat(100) + "1", "")).hasMessageContaining("100 values");
        assertThatThrownBy(() -> names("a\0b", "")).hasMessageContaining("U+0000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'",
                "''",
                "\"'\"",
                "name:'",
                "name:x'--",
                "x';drop table beasts;--",
                "name:\"'; drop table beasts; --\"",
                "story:\\",
                "\"\\\\\"",
                ":listing0",
                "name::listing0",
                "?",
                "name:?",
                "$1",
                "name:${x}",
                "{escape '\\'}",
                "(name:ant",
                "name:ant)or(true",
                "/*",
                "name:*/*",
                "--x",
                "\u2028",
                "name:\u0130"
            })
    void takesAnAttackForWhatItIsLookingFor(String filter) {
        try {
            names(filter, "");
        } catch (InvalidInput refused) {
            assertThat(refused.errors()).extracting(FieldError::field).containsOnly("filter");
        }
        assertThat(names("", "")).hasSize(5);
    }

    @Test
    void showsOnlyWhatItsOwnerAllows() {
        var page = BEASTS.query(requests.of("ee", "", "", ""))
                .where("b.legs = :legs", Map.of("legs", 6))
                .page(jdbc, "b.name", (row, number) -> row.getString(1));
        assertThat(page.items()).containsExactly("bee");
    }

    private List<String> names(String filter, String sort) {
        return BEASTS.query(requests.of(filter, sort, "", ""))
                .page(jdbc, "b.name", (row, number) -> row.getString(1))
                .items();
    }
}
