package org.lamella.bench;

import java.io.IOException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Something that is done over and over for some seconds, and how often it was done in one.
 *
 * @param script a shell's, one line of which, and no more, is {@code rate} and a number; what runs it may say more after that
 */
record Trial(String name, String script) {
    private static final Pattern RATE = Pattern.compile("^rate ([\\d.]+)$", Pattern.MULTILINE);

    /** @param stressor of {@code stress-ng}, with its options */
    static Trial stress(String name, String stressor, int seconds) {
        String kind = stressor.split(" ", 2)[0];
        return new Trial(
                name,
                "stress-ng --temp-path /tmp --timeout %d --metrics-brief --%s 2>&1 | awk '/metrc:/ && $4 == \"%s\" && $9 + 0 > 0 { print \"rate\", $9 }'"
                        .formatted(seconds, stressor, kind));
    }

    /** @param command that a shell waits for, again and again */
    static Trial loop(String name, String command, int seconds) {
        return new Trial(name, """
                n=0; s=$(/bin/date +%%s%%N); e=$s
                while [ $((e - s)) -lt %d000000000 ]; do
                  for i in 1 2 3 4 5 6 7 8 9 10; do %s; done
                  n=$((n + 10)); e=$(/bin/date +%%s%%N)
                done
                echo rate $(awk "BEGIN { print $n * 1e9 / ($e - $s) }")
                """.formatted(seconds, command));
    }

    /** @param way such as {@code randread}: operations of 4 KiB past the cache, 16 at a time, on a file in {@code /tmp} */
    static Trial fio(String name, String way, int seconds) {
        // Of its terse lines, in version 3: the eighth field has the reads of a second, the forty-ninth the writes.
        return new Trial(
                name,
                "fio --name=trial --filename=/tmp/trial --size=64M --direct=1 --ioengine=libaio --iodepth=16 --bs=4k --rw=%s --time_based --runtime=%d --minimal 2>&1 | awk -F';' 'NF > 49 { print \"rate\", $%d }'"
                        .formatted(way, seconds, way.endsWith("read") ? 8 : 49));
    }

    /** @throws IOException with what the script said, where that is no rate */
    double rate(String output) throws IOException {
        Matcher rate = RATE.matcher(output);
        if (!rate.find()) {
            throw new IOException(String.format(Locale.ROOT, "%s gave no rate: %s", name, output.strip()));
        }
        return Double.parseDouble(rate.group(1));
    }
}
