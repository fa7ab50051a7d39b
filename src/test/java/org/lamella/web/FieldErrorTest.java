package org.lamella.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FieldErrorTest {
    @Test
    void quotesOnlyTheEndsOfWhatIsVeryLong() {
        var error = FieldError.invalid("x".repeat(200_000), "x".repeat(200_000) + " is no label: such as arch=x86_64");
        assertThat(error.field()).hasSizeLessThan(1_000).startsWith("xxx").contains(" … ");
        assertThat(error.message())
                .hasSizeLessThan(1_000)
                .startsWith("xxx")
                .contains(" … ")
                .endsWith(" is no label: such as arch=x86_64");
    }

    @Test
    void leavesASentenceAsItIs() {
        var error = FieldError.taken("name", "there is a slice demo_hello already");
        assertThat(error.field()).isEqualTo("name");
        assertThat(error.message()).isEqualTo("there is a slice demo_hello already");
    }
}
