package org.lamella.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.lamella.agent.host.Posix;
import org.lamella.agent.storage.ImageContents;
import org.lamella.agent.storage.Unification;
import tools.jackson.databind.JsonNode;

/**
 * The way of an image: archive to control plane, to node, to running sliver; and unification by itself. Arguments: the command
 * line's configuration, a folder of archives that have most of their files in common, a folder to unpack and unify them in, the
 * results file. Expects one node. The first archive warms up and is what the others find there.
 */
final class ImageRates {
    private static final double MEGA = 1e6;
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(3);
    private static final int POLL_MILLIS = 10;
    /** Of the percents that a sliver says while its image is built, those that stand for fetching. */
    private static final int FETCHED = 60;

    private static final Pattern PERCENT = Pattern.compile("building image \\S+: (\\d+) %");

    private final Rest rest;

    private ImageRates(Rest rest) {
        this.rest = rest;
    }

    public static void main(String[] arguments) throws Exception {
        Results results = new Results(Path.of(arguments[3]));
        List<Path> archives;
        try (Stream<Path> files = Files.list(Path.of(arguments[1]))) {
            archives = files.sorted().toList();
        }
        new ImageRates(new Rest(Path.of(arguments[0]))).way(archives, results);
        unification(archives, Path.of(arguments[2]), results);
        results.write();
    }

    private void way(List<Path> archives, Results results) throws IOException, InterruptedException {
        List<Double> upload = new ArrayList<>();
        List<Double> pull = new ArrayList<>();
        List<Double> running = new ArrayList<>();
        for (int run = 0; run < archives.size(); run++) {
            double megabytes = Files.size(archives.get(run)) / MEGA;
            long begin = System.nanoTime();
            JsonNode archive = rest.upload("/api/v1/image-archives", archives.get(run));
            double uploaded = seconds(begin);
            rest.post(
                    "/api/v1/images",
                    "{\"name\": \"bench%d\", \"kind\": \"ARCHIVE\", \"source\": \"%s\"}"
                            .formatted(run, archive.path("digest").stringValue()));
            Way way = start("demo_image" + run, "bench" + run);
            if (run > 0) {
                upload.add(megabytes / uploaded);
                pull.add(megabytes / way.fetched());
                running.add(way.running());
            }
        }
        results.addSamples("upload to the control plane, by REST", new Samples(upload), "MB/s", "");
        results.addSamples("pull, control plane to node", new Samples(pull), "MB/s", "");
        results.addSamples("request to RUNNING, image pulled, unpacked, unified", new Samples(running), "s", "");
    }

    private record Way(double fetched, double running) {}

    private Way start(String slice, String image) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        rest.post(
                "/api/v1/slices",
                "{\"name\": \"%s\", \"image\": \"%s\", \"slivers\": {\"count\": 1}}".formatted(slice, image));
        double fetched = 0;
        while (System.nanoTime() - begin < PATIENCE_NANOS) {
            JsonNode sliver = rest.get("/api/v1/slices/" + slice + "/slivers")
                    .path("items")
                    .path(0);
            String state = sliver.path("state").asString("");
            Matcher percent = PERCENT.matcher(sliver.path("reason").asString(""));
            if (fetched == 0 && (state.equals("RUNNING") || (percent.matches() && fetched(percent)))) {
                fetched = seconds(begin);
            }
            if (state.equals("RUNNING")) {
                return new Way(fetched, seconds(begin));
            }
            if (state.equals("FAILED")) {
                throw new IOException(slice + ": " + sliver.path("reason").asString(""));
            }
            Thread.sleep(POLL_MILLIS);
        }
        throw new IOException(slice + " was not RUNNING in time");
    }

    private static boolean fetched(Matcher percent) {
        return Integer.parseInt(percent.group(1)) >= FETCHED;
    }

    private static void unification(List<Path> archives, Path work, Results results)
            throws IOException, InterruptedException {
        Unification unification = new Unification(Posix.open(), Files.createDirectories(work.resolve("store")));
        List<Double> bytes = new ArrayList<>();
        List<Double> files = new ArrayList<>();
        ImageContents alone = ImageContents.NONE;
        for (int run = 0; run < archives.size(); run++) {
            Path rootfs = Files.createDirectories(work.resolve(Integer.toString(run)));
            Process tar = new ProcessBuilder(
                            "tar",
                            "-x",
                            "-C",
                            rootfs.toString(),
                            "-f",
                            archives.get(run).toString())
                    .inheritIO()
                    .start();
            if (tar.waitFor() != 0) {
                throw new IOException("tar failed with " + tar.exitValue());
            }
            long begin = System.nanoTime();
            ImageContents contents = unification.unify(rootfs, Files.createDirectories(work.resolve("scratch")));
            double took = seconds(begin);
            alone = new ImageContents(alone.files() + contents.files(), alone.bytes() + contents.bytes());
            if (run > 0) {
                bytes.add(contents.bytes() / MEGA / took);
                files.add(contents.files() / took);
            }
        }
        results.addSamples("unification with files that are there", new Samples(bytes), "MB/s", "");
        results.addSamples("unification with files that are there", new Samples(files), "files/s", "");
        ImageContents held = unification.held();
        results.add(
                archives.size() + " images alone, bytes in files",
                alone.bytes() / MEGA,
                "MB",
                "",
                alone.files() + " files");
        results.add(
                archives.size() + " images unified, bytes in files",
                held.bytes() / MEGA,
                "MB",
                "",
                held.files() + " files");
    }

    private static double seconds(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }
}
