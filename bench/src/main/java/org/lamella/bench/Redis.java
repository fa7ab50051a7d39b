package org.lamella.bench;

/** Request and response, by Redis and its own load generator, of a server that keeps nothing on its disk. */
final class Redis {
    private static final String PORT = "6390";

    /** The command of a server that stays in the foreground. */
    static final String SERVER =
            "redis-server --port " + PORT + " --save \"\" --appendonly no --protected-mode no >/dev/null 2>&1";

    /** As often as a quick machine does it in a second, so that slower ones take longer, and none much shorter. */
    private static final int ONE_BY_ONE = 10_000;

    private static final int PIPELINED = 200_000;

    private Redis() {}

    /** The rate of requests of one client that waits for each answer. The script has the server's address in {@code server}. */
    static Trial oneByOne(int seconds) {
        return benchmark("request and answer", "-c 1 -n " + seconds * ONE_BY_ONE);
    }

    static Trial pipelined(int seconds) {
        return benchmark("requests", "-c 16 -P 16 -n " + seconds * PIPELINED);
    }

    /** The rate of requests of one client to a server that runs where it does, and for that long. */
    static Trial alone(int seconds) {
        Trial trial = oneByOne(seconds);
        return new Trial(
                trial.name(),
                // Not every container's loopback is up.
                "server=127.0.0.1\nip link set lo up 2>/dev/null\n" + SERVER + " &\nbegun=$!\nfound=$(" + trial.script()
                        + ")\nkill $begun; wait $begun\n" + "echo \"$found\"");
    }

    private static Trial benchmark(String name, String load) {
        return new Trial(name, """
                n=0; until redis-cli -h $server -p %s ping 2>/dev/null | grep -q PONG || [ $n -gt 50 ]; do n=$((n + 1)); sleep 0.1; done
                timeout 60 redis-benchmark -h $server -p %s -t get %s --csv 2>&1 | awk -F'"' '/^"GET"/ { print "rate", $4 }'""".formatted(PORT, PORT, load));
    }
}
