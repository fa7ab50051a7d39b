package org.lamella.agent.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether processes could be frozen into files here, and so be moved while they run: CRIU does that, and must be as new as the
 * kernel asks for. Kernels from 6.13 on need 4.1.1, since older ones do not know their vDSO.
 */
public final class Checkpoints {
    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)(?:\\.(\\d+))?");
    private static final int[] DEMANDING_KERNEL = {6, 13, 0};
    private static final int[] NEEDED_BY_IT = {4, 1, 1};

    private Checkpoints() {}

    /** @return for people: what there is, or what is missing */
    static String found(String kernel) {
        if (!HostTools.exists("criu")) {
            return "unavailable: criu is not installed";
        }
        try {
            Process process = new ProcessBuilder(List.of("criu", "--version"))
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            return found(kernel, new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            return "unavailable: criu does not start: " + e.getMessage();
        }
    }

    static String found(String kernel, String said) {
        Matcher criu = VERSION.matcher(said);
        Matcher system = VERSION.matcher(kernel);
        if (!criu.find() || !system.find()) {
            return "unavailable: criu does not say its version";
        }
        boolean old = compare(criu, NEEDED_BY_IT) < 0;
        if (compare(system, DEMANDING_KERNEL) >= 0 && old) {
            return "unavailable: criu " + criu.group() + " is too old for kernel " + system.group()
                    + ", which needs 4.1.1 or later";
        }
        return "possible with criu " + criu.group() + ", and not used yet: slivers are stopped to be moved";
    }

    private static int compare(Matcher version, int[] other) {
        for (int part = 0; part < other.length; part++) {
            String digits = version.group(part + 1);
            int difference = (digits == null ? 0 : Integer.parseInt(digits)) - other[part];
            if (difference != 0) {
                return difference;
            }
        }
        return 0;
    }
}
