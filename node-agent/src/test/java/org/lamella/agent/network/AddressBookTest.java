package org.lamella.agent.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AddressBookTest {
    @TempDir
    Path folder;

    private AddressBook book(String subnet) throws IOException {
        return new AddressBook(folder.resolve("addresses.json"), Subnet.parse(subnet));
    }

    @Test
    void keepsASliversAddressAcrossRestarts() throws IOException {
        AddressBook before = book("10.0.0.0/24");
        before.of("demo_a", "");
        String address = before.of("demo_b", "");

        assertThat(book("10.0.0.0/24").of("demo_b", "")).isEqualTo(address).isEqualTo("10.0.0.3");
    }

    @Test
    void givesAnAddressToOneSliverAtATime() throws IOException {
        AddressBook book = book("10.0.0.0/24");
        String first = book.of("demo_a", "");
        assertThat(book.of("demo_b", "")).isNotEqualTo(first);

        book.release("demo_a");
        assertThat(book.of("demo_c", "")).isEqualTo(first);
    }

    @Test
    void saysWhenAllAreTaken() throws IOException {
        AddressBook book = book("10.0.0.0/30");
        book.of("demo_a", "");

        assertThatThrownBy(() -> book.of("demo_b", ""))
                .hasMessage("demo_b wants an address, and all 1 of 10.0.0.0/30 are taken");
    }

    @Test
    void givesNewAddressesInANewSubnet() throws IOException {
        book("10.0.0.0/24").of("demo_a", "");

        assertThat(book("10.9.0.0/24").of("demo_a", "")).isEqualTo("10.9.0.2");
    }

    @Test
    void goesByWhatRunsWhenItsFileIsDamaged() throws IOException {
        for (String damaged : new String[] {"", "{\"demo_a\": ", "null"}) {
            Files.writeString(folder.resolve("addresses.json"), damaged);
            AddressBook book = book("10.0.0.0/24");
            book.claim("demo_run", "10.0.0.2");

            assertThat(book.of("demo_b", "")).isEqualTo("10.0.0.3");
            assertThat(book("10.0.0.0/24").of("demo_run", "")).isEqualTo("10.0.0.2");
        }
    }
}
