package org.lamella.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class JsonFieldsTest {
    private static JsonFields fields(String json) {
        return JsonFields.of(new JsonMapper().readTree(json));
    }

    @Test
    void readsWhatIsThere() {
        JsonFields fields =
                fields("{\"name\":\"a\",\"count\":3,\"nodes\":[\"x\",\"y\"],\"env\":{\"K\":\"V\"},\"no\":null}");
        assertThat(fields.text("name")).contains("a");
        assertThat(fields.integer("count")).contains(3);
        assertThat(fields.texts("nodes").orElseThrow()).containsExactly("x", "y");
        assertThat(fields.textMap("env").orElseThrow()).containsEntry("K", "V");
        assertThat(fields.text("no")).isEmpty();
        assertThat(fields.refuseOthers().errors()).isEmpty();
    }

    @Test
    void saysEverythingThatIsWrongAtOnce() {
        JsonFields fields = fields("{\"name\":7,\"slivers\":{\"count\":\"many\",\"nodse\":[]},\"extra\":1}");
        fields.text("name");
        fields.object("slivers").ifPresent(slivers -> {
            slivers.integer("count");
            slivers.texts("nodes");
            slivers.refuseOthers();
        });
        assertThat(fields.refuseOthers().errors())
                .extracting(FieldError::field)
                .containsExactlyInAnyOrder("name", "slivers.count", "slivers.nodse", "extra");
    }

    @Test
    void refusesABodyThatIsNoObject() {
        assertThat(fields("[1]").errors())
                .singleElement()
                .satisfies(error -> assertThat(error.message()).contains("JSON object"));
    }

    @Test
    void takesNoFractionForAWholeNumber() {
        JsonFields fields = fields("{\"count\":1.5}");
        assertThat(fields.integer("count")).isEmpty();
        assertThat(fields.errors()).extracting(FieldError::field).containsExactly("count");
    }
}
