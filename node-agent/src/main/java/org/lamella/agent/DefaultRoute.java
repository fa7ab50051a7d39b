package org.lamella.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Which interface leads out of the network namespace that the agent runs in. */
final class DefaultRoute {
    private static final Path ROUTES = Path.of("/proc/self/net/route");
    private static final String EVERYWHERE = "00000000";
    private static final int UP = 1;
    private static final int REJECT = 0x200;

    /** One line of the kernel's table, of which these columns matter. */
    private record Route(String device, String destination, int flags, int metric, String mask) {
        static Route parse(String line) {
            String[] columns = line.strip().split("\\s+", -1);
            return new Route(
                    columns[0], columns[1], Integer.parseInt(columns[3], 16), Integer.parseInt(columns[6]), columns[7]);
        }

        boolean leadsOut() {
            return destination.equals(EVERYWHERE)
                    && mask.equals(EVERYWHERE)
                    && (flags & UP) != 0
                    && (flags & REJECT) == 0;
        }
    }

    private DefaultRoute() {}

    /** @return empty when there is no default route for IPv4 */
    static Optional<String> device() throws IOException {
        return device(Files.readAllLines(ROUTES));
    }

    /** @param table as the kernel writes it, with its heading */
    static Optional<String> device(List<String> table) {
        return table.stream()
                .skip(1)
                .map(Route::parse)
                .filter(Route::leadsOut)
                .min(Comparator.comparingInt(Route::metric))
                .map(Route::device);
    }
}
