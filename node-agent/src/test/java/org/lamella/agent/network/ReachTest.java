package org.lamella.agent.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is closed and open to slivers, in numbers. */
class ReachTest {
    @TempDir
    Path folder;

    @Test
    void opensTheHostsResolversAndWhatIsSaidToBeOpen() throws IOException {
        Path resolver = Files.writeString(folder.resolve("resolv.conf"), """
                # nameserver 192.0.2.9
                search example.org
                nameserver 127.0.0.53
                nameserver 192.0.2.53
                nameserver 2001:db8::53
                """);
        Reach reach = Reach.of(
                Seclusion.USUAL.keepingFrom("192.0.2.0/24").opening(List.of(new Seclusion.Opening("192.0.2.5", 3142))),
                resolver);
        assertThat(reach.closed()).containsExactlyInAnyOrder("169.254.0.0/16", "192.0.2.0/24");
        assertThat(reach.open())
                .containsExactlyInAnyOrder(
                        "192.0.2.53 . tcp . 53",
                        "192.0.2.53 . udp . 53",
                        "192.0.2.5 . tcp . 3142",
                        "192.0.2.5 . udp . 3142");
    }

    @Test
    void opensNothingWhereTheHostAsksNobody() throws IOException {
        assertThat(Reach.of(Seclusion.USUAL, folder.resolve("none")).open()).isEmpty();
    }
}
