package org.lamella.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.Rest;
import org.springframework.beans.factory.annotation.Autowired;

/** Whoever wants two fields is not sent twenty. */
@ControlPlaneTest
class PrunedFieldsTest {
    @Autowired
    private Rest rest;

    @BeforeEach
    void create() {
        rest.post("/api/v1/slices", "{\"name\": \"demo_a\"}");
    }

    @Test
    void areThoseOfEachThingInAList() {
        var page = rest.get("/api/v1/slices?fields=name,state").json();
        assertThat(page.propertyNames()).containsExactly("items", "next");
        assertThat(page.path("items").path(0).propertyNames()).containsExactlyInAnyOrder("name", "state");
    }

    @Test
    void areThoseOfOneThing() {
        var slice = rest.get("/api/v1/slices/demo_a?fields=slivers").json();
        assertThat(slice.propertyNames()).containsExactly("slivers");
        assertThat(slice.path("slivers").propertyNames()).contains("wanted");
    }

    @Test
    void saysWhichThereAreInPlaceOfThoseThatThereAreNot() {
        var answer = rest.get("/api/v1/slices?fields=nmae,name,colour");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.wrongFields()).containsExactly("fields", "fields");
        assertThat(answer.detail()).contains("there is no field nmae; there is name, ");
    }

    @Test
    void leavesRefusalsWhole() {
        assertThat(rest.get("/api/v1/slices/demo_none?fields=name").problem()).isEqualTo("not-found");
    }

    @Test
    void areNoneOfAnEmptyList() {
        rest.delete("/api/v1/slices/demo_a");
        assertThat(rest.get("/api/v1/slices?fields=colour").json().path("items").isEmpty())
                .isTrue();
    }
}
