package org.lamella.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;

/** Nobody overwrites what they have not seen, and nobody is sent what they have. */
class VersionsTest {
    private final Notes notes = new Notes();
    private final MockMvcTester http = MockMvcTester.create(MockMvcBuilders.standaloneSetup(notes)
            .setCustomArgumentResolvers(new IfMatches())
            .setControllerAdvice(new Problems())
            .build());

    /** One note that is read and changed as the things of the API are. */
    @RestController
    static class Notes {
        private long version = 7;
        private String readers = "nobody";

        record Note(long version, String readers) {}

        @GetMapping("/note")
        ResponseEntity<Note> show() {
            return Version.of(version).showing(readers).answer(new Note(version, readers));
        }

        @PutMapping("/note")
        ResponseEntity<Note> change(IfMatch ifMatch) {
            ifMatch.require(version);
            version++;
            return show();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            "7"                  | 200
            *                    | 200
            "6", "7"             | 200
            "6","x,y" , "7"      | 200
            "7.0123456789abcdef" | 200
            "6"                  | 412
            "6.0123456789abcdef" | 412
            "77"                 | 412
            W/"7"                | 412
            W/"7", "7"           | 200
            "somebody-else"      | 412
            "a blank"            | 400
            ""                   | 412
            7                    | 400
            "7                   | 400
            "7" "8"              | 400
            *, "7"               | 400
            w/"7"                | 400
            """)
    void changesOnlyWhatTheCallerHasSeen(String ifMatch, int status) {
        var answer = put(ifMatch);
        assertThat(answer).hasStatus(status);
        assertThat(notes.version).isEqualTo(status == 200 ? 8 : 7);
    }

    @Test
    void changesAnythingForWhoDoesNotAsk() {
        assertThat(http.put().uri("/note")).hasStatus(200);
    }

    @Test
    void letsOneOfTwoWhoHaveSeenTheSame() {
        String seen = tag(http.get().uri("/note").exchange());
        assertThat(put(seen)).hasStatus(200);
        var late = put(seen);
        assertThat(late).hasStatus(412);
        assertThat(late).hasHeader(HttpHeaders.ETAG, "\"8\"");
        assertThat(late).bodyJson().extractingPath("$.version").isEqualTo(8);
    }

    @Test
    void sendsNothingThatTheCallerHas() {
        String seen = tag(http.get().uri("/note").exchange());
        for (String has : new String[] {seen, "W/" + seen, "\"1\", " + seen}) {
            assertThat(get(has)).as(has).hasStatus(304).body().isEmpty();
            assertThat(tag(get(has))).isEqualTo(seen);
        }
        assertThat(get("\"1\"")).hasStatus(200);
    }

    @Test
    void sendsWhatWasSeenOfItSince() {
        String seen = tag(http.get().uri("/note").exchange());
        notes.readers = "everybody";
        assertThat(get(seen)).hasStatus(200);
        assertThat(put(seen)).hasStatus(200);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, Long.MAX_VALUE / 10})
    void knowsItsOwnTagAgain(long number) {
        IfMatch ifMatch = IfMatches.read(Version.of(number).showing(1, "a").tag());
        ifMatch.require(number);
        assertThatThrownBy(() -> ifMatch.require(number + 1)).isInstanceOf(PreconditionFailed.class);
    }

    private MvcTestResult put(String ifMatch) {
        return http.put().uri("/note").header(HttpHeaders.IF_MATCH, ifMatch).exchange();
    }

    private MvcTestResult get(String ifNoneMatch) {
        return http.method(HttpMethod.GET)
                .uri("/note")
                .header(HttpHeaders.IF_NONE_MATCH, ifNoneMatch)
                .exchange();
    }

    private static String tag(MvcTestResult answer) {
        return answer.getResponse().getHeader(HttpHeaders.ETAG);
    }
}
