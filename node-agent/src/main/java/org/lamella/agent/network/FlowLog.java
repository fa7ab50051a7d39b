package org.lamella.agent.network;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which sliver had which connection when: files of lines, of which the oldest go when all of them together become too large.
 *
 * <p>Lines are appended by one process and may be read by others meanwhile. A kill may leave a half of the last line, which is
 * passed over; what was written before it stays, since the kernel has it.
 */
public final class FlowLog {
    private static final long LARGEST_FILE = 4L << 20;
    private static final int MOST_FILES = 32;
    private static final int MOST_ANSWERS = 200;
    private static final String SUFFIX = ".log";
    private static final String BEGUN = "+";
    private static final String ENDED = "-";
    /** From here on what was open before is only known to go on if it is said again. */
    private static final String ANEW = "!";

    private final Path folder;
    private final long largestFile;
    private final int mostFiles;

    /** @param folder made when something is first written */
    public FlowLog(Path folder) {
        this(folder, LARGEST_FILE, MOST_FILES);
    }

    FlowLog(Path folder, long largestFile, int mostFiles) {
        this.folder = folder;
        this.largestFile = largestFile;
        this.mostFiles = mostFiles;
    }

    void anew(long millis) throws IOException {
        append(millis + " " + ANEW + "\n");
    }

    static String line(Flow.Event event) {
        return event.millis() + " " + (event.begins() ? BEGUN : ENDED) + " "
                + event.flow().line() + "\n";
    }

    /** @param lines whole ones */
    synchronized void append(String lines) throws IOException {
        Files.createDirectories(folder);
        List<Path> files = files();
        Path newest = files.isEmpty() ? folder.resolve("%012d%s".formatted(1, SUFFIX)) : files.getLast();
        if (!files.isEmpty() && Files.size(newest) >= largestFile) {
            newest = folder.resolve("%012d%s".formatted(number(newest) + 1, SUFFIX));
            files.add(newest);
        }
        boolean torn = isTorn(newest);
        try (FileChannel file = FileChannel.open(
                newest, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(torn ? "\n" + lines : lines);
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        }
        for (int i = 0; i < files.size() - mostFiles; i++) {
            Files.deleteIfExists(files.get(i));
        }
    }

    private static boolean isTorn(Path file) throws IOException {
        if (!Files.exists(file) || Files.size(file) == 0) {
            return false;
        }
        try (RandomAccessFile end = new RandomAccessFile(file.toFile(), "r")) {
            end.seek(end.length() - 1);
            return end.read() != '\n';
        }
    }

    private static long number(Path file) {
        return Long.parseLong(file.getFileName().toString().replace(SUFFIX, ""));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return new ArrayList<>(
                    all.filter(file -> file.getFileName().toString().matches("\\d{12}\\.log"))
                            .sorted(Comparator.comparingLong(FlowLog::number))
                            .toList());
        } catch (NoSuchFileException e) {
            return new ArrayList<>();
        }
    }

    /**
     * What may have sent a packet.
     *
     * @param address from which it came, as whoever asks has seen it: the node's, or a sliver's own
     * @param port from which it came; 0: any
     * @param at when it came
     * @param slack how far the clock of whoever asks may be off
     */
    public record Question(String address, int port, Instant at, Duration slack) {
        boolean isAbout(Flow flow) {
            return isAbout(flow.seen()) || isAbout(flow.own());
        }

        private boolean isAbout(Flow.End end) {
            return end.address().equals(address) && (port == 0 || end.port() == port);
        }
    }

    /**
     * A connection that was there at that time.
     *
     * @param own {@code address:port} of the sliver itself
     * @param seen the same as the other side saw it
     * @param until empty while it goes on
     */
    public record Sender(
            String slice,
            String protocol,
            String own,
            String seen,
            String other,
            Instant from,
            Optional<Instant> until) {}

    /** The newest first, the first 200 of them. */
    public List<Sender> who(Question question) throws IOException {
        long earliest = question.at().minus(question.slack()).toEpochMilli();
        long latest = question.at().plus(question.slack()).toEpochMilli();
        Map<Flow, Long> open = new LinkedHashMap<>();
        List<Sender> found = new ArrayList<>();
        for (Path file : files()) {
            try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
                for (String line : (Iterable<String>) lines::iterator) {
                    read(line, question, earliest, latest, open, found);
                }
            } catch (NoSuchFileException e) {
                // It has become too old meanwhile.
            }
        }
        open.forEach((flow, from) -> {
            if (from <= latest) {
                found.add(sender(flow, from, Optional.empty()));
            }
        });
        return found.stream()
                .sorted(Comparator.comparing(Sender::from).reversed())
                .limit(MOST_ANSWERS)
                .toList();
    }

    private static void read(
            String line, Question question, long earliest, long latest, Map<Flow, Long> open, List<Sender> found) {
        String[] words = line.split(" ", -1);
        try {
            long millis = Long.parseLong(words[0]);
            if (words.length == 2 && words[1].equals(ANEW)) {
                open.forEach((flow, from) -> addIfThere(flow, from, millis, earliest, latest, found));
                open.clear();
            } else if (words.length == 10) {
                Flow flow = Flow.of(words, 2);
                if (!question.isAbout(flow)) {
                    return;
                }
                if (words[1].equals(BEGUN)) {
                    open.put(flow, millis);
                } else {
                    Long from = open.remove(flow);
                    addIfThere(flow, from == null ? millis : from, millis, earliest, latest, found);
                }
            }
        } catch (NumberFormatException e) {
            // Half a line, where the agent was killed.
        }
    }

    private static void addIfThere(Flow flow, long from, long until, long earliest, long latest, List<Sender> found) {
        if (from <= latest && until >= earliest) {
            found.add(sender(flow, from, Optional.of(Instant.ofEpochMilli(until))));
        }
    }

    private static Sender sender(Flow flow, long from, Optional<Instant> until) {
        return new Sender(
                flow.slice(),
                flow.protocol(),
                text(flow.own()),
                text(flow.seen()),
                text(flow.other()),
                Instant.ofEpochMilli(from),
                until);
    }

    private static String text(Flow.End end) {
        return end.address() + ":" + end.port();
    }
}
