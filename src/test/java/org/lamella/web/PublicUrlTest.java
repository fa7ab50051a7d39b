package org.lamella.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Pins name and default, and what becomes of them in links. */
class PublicUrlTest {
    @Test
    void isLocalWhenNobodySays() {
        assertThat(bound(Map.of()).of("/sign-in")).isEqualTo("http://localhost:8080/sign-in");
    }

    @Test
    void beginsTheLinksThatLeave() {
        PublicUrl url = bound(Map.of("lamella.public-url", "https://lamella.example"));
        assertThat(url.of("/slices")).isEqualTo("https://lamella.example/slices");
        assertThat(url.of("")).isEqualTo("https://lamella.example");
    }

    @Test
    void bearsASlashAtItsEnd() {
        assertThat(bound(Map.of("lamella.public-url", "https://lamella.example/"))
                        .of("/slices"))
                .isEqualTo("https://lamella.example/slices");
    }

    private static PublicUrl bound(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("lamella", PublicUrl.class);
    }
}
