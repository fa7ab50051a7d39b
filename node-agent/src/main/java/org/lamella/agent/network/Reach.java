package org.lamella.agent.network;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link Seclusion} in numbers, as names are answered now.
 *
 * @param closed addresses and networks
 * @param open elements such as {@code 192.0.2.53 . udp . 53}
 */
record Reach(Set<String> closed, Set<String> open) {
    private static final Logger log = LoggerFactory.getLogger(Reach.class);
    private static final Path RESOLVER = Path.of("/etc/resolv.conf");
    private static final Pattern NAMESERVER =
            Pattern.compile("nameserver\\s+((?!127\\.)(?:\\d{1,3}\\.){3}\\d{1,3})\\s*");
    private static final Pattern NUMERIC = Pattern.compile("(?:\\d{1,3}\\.){3}\\d{1,3}(?:/\\d{1,2})?");
    private static final int DNS = 53;

    /** With the host's own resolvers. */
    static Reach of(Seclusion seclusion) throws IOException {
        return of(seclusion, RESOLVER);
    }

    /** @param resolver a file like {@code resolv.conf} */
    static Reach of(Seclusion seclusion, Path resolver) throws IOException {
        Set<String> closed =
                seclusion.closed().stream().flatMap(Reach::addresses).collect(Collectors.toCollection(TreeSet::new));
        Set<String> open = Stream.concat(
                        resolvers(resolver).map(address -> new Seclusion.Opening(address, DNS)),
                        seclusion.open().stream())
                .flatMap(opening -> addresses(opening.host())
                        .flatMap(address -> Stream.of("tcp", "udp")
                                .map(protocol -> address + " . " + protocol + " . " + opening.port())))
                .collect(Collectors.toCollection(TreeSet::new));
        return new Reach(closed, open);
    }

    private static Stream<String> resolvers(Path resolver) throws IOException {
        try {
            return Files.readAllLines(resolver).stream()
                    .map(NAMESERVER::matcher)
                    .filter(Matcher::matches)
                    .map(line -> line.group(1));
        } catch (NoSuchFileException e) {
            return Stream.empty();
        }
    }

    private static Stream<String> addresses(String host) {
        if (NUMERIC.matcher(host).matches()) {
            return Stream.of(host);
        }
        try {
            return Stream.of(InetAddress.getAllByName(host))
                    .filter(Inet4Address.class::isInstance)
                    .map(InetAddress::getHostAddress);
        } catch (UnknownHostException e) {
            log.warn("no address is known of {}, so it is neither closed nor opened to slivers now", host);
            return Stream.empty();
        }
    }
}
