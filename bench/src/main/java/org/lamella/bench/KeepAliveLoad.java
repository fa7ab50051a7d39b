package org.lamella.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;

/**
 * As many connections as asked for, each with one GET after the other under way. It speaks just enough HTTP for that: it
 * shares two cores with what it measures, and what it takes of them is missing there.
 */
final class KeepAliveLoad {
    private final URI server;
    private final List<byte[]> requests;

    /** @param millis of each answer, from the request's first byte to the answer's last */
    record Run(double perSecond, Samples millis) {}

    /** @param paths one of them at random is asked for each time */
    KeepAliveLoad(URI server, String token, List<String> paths) {
        this.server = server;
        this.requests = paths.stream()
                .map(path -> "GET %s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\n\r\n"
                        .formatted(path, server.getAuthority(), token)
                        .getBytes(StandardCharsets.US_ASCII))
                .toList();
    }

    Run run(int connections, Duration time) throws IOException, InterruptedException, ExecutionException {
        try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
            long begin = System.nanoTime();
            Callable<List<Double>> one = () -> askUntil(begin + time.toNanos());
            List<Double> millis = new ArrayList<>();
            for (Future<List<Double>> asked : threads.invokeAll(Collections.nCopies(connections, one))) {
                millis.addAll(asked.get());
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            return new Run(millis.size() / seconds, new Samples(millis));
        }
    }

    private List<Double> askUntil(long end) throws IOException {
        List<Double> millis = new ArrayList<>();
        while (System.nanoTime() < end) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.getPort())) {
                socket.setTcpNoDelay(true);
                askUntil(end, socket, millis);
            }
        }
        return millis;
    }

    /** Or until the server has had enough of this connection. */
    private void askUntil(long end, Socket socket, List<Double> millis) throws IOException {
        InputStream in = new BufferedInputStream(socket.getInputStream());
        boolean open = true;
        for (long begin = System.nanoTime(); open && begin < end; begin = System.nanoTime()) {
            socket.getOutputStream()
                    .write(requests.get(ThreadLocalRandom.current().nextInt(requests.size())));
            open = readAnswer(in);
            millis.add((System.nanoTime() - begin) / 1e6);
        }
    }

    /** @return whether the connection stays open */
    private static boolean readAnswer(InputStream in) throws IOException {
        String status = line(in);
        if (!status.startsWith("HTTP/1.1 200")) {
            throw new IOException("the answer is " + status);
        }
        long length = -1;
        boolean open = true;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            if (header.regionMatches(true, 0, "Content-Length:", 0, 15)) {
                length = Long.parseLong(header.substring(15).strip());
            }
            open &= !header.equalsIgnoreCase("Connection: close");
        }
        if (length >= 0) {
            in.skipNBytes(length);
        } else {
            skipChunks(in);
        }
        return open;
    }

    private static void skipChunks(InputStream in) throws IOException {
        long size;
        do {
            size = Long.parseLong(line(in), 16);
            in.skipNBytes(size + 2);
        } while (size > 0);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int read = in.read(); read != '\n'; read = in.read()) {
            if (read < 0) {
                throw new EOFException("the server has closed the connection");
            }
            line.append((char) read);
        }
        return line.substring(0, line.length() - 1);
    }
}
