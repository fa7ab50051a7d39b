package org.lamella.agent.runtime;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is run inside at a start, before anything else. It is run by the init and not by the agent, so that no kill of the agent
 * can come between a start and its scripts.
 *
 * @param first run once on each disk, before {@code each}: again at the next start when it failed
 * @param each run at every start
 */
public record StartScripts(Optional<Path> first, Optional<Path> each) {
    private static final String FIRST_INSIDE = "/dev/initscript.first";
    private static final String EACH_INSIDE = "/dev/initscript";
    /** The host's busybox, which is static, under the name of the applet that it is to be. */
    private static final Path TEE = Path.of("/bin/busybox");

    /** Takes down what the scripts print. */
    public static final String PUMP = "/dev/initscript.pump/tee";

    /** Seconds; told by it from what the sliver's owner runs. */
    private static final String SLEEP = "86400";

    /** On the disk, so that it goes with it. */
    private static final String BEGUN = "/var/lib/lamella.begun";

    /**
     * Is there when a script has failed. It is looked at from outside, but never opened: what lies there is the
     * sliver's to choose, and opening a pipe would wait for its other end.
     */
    public static final String FAILED = "/dev/initscript.failed";

    /**
     * Its output goes to a file on the disk and to the console, by a tee that goes on when either refuses: that of other systems
     * gives up a file that was full once. The shell stays when the scripts have ended: when the init's child ends, so does the
     * context.
     */
    private static final String START = """
            mkdir -p /var/log /var/lib
            begin() {
              if [ -e %1$s ] && [ ! -e %3$s ]; then
                if %1$s </dev/null; then : >%3$s
                else echo "the first initscript ended with $?"; : >%4$s
                fi
              fi
              if [ -e %2$s ]; then
                %2$s </dev/null || { echo "the initscript ended with $?"; : >%4$s; }
              fi
            }
            begin 2>&1 | %5$s /var/log/initscript.log
            while :; do sleep %6$s; done
            """.formatted(FIRST_INSIDE, EACH_INSIDE, BEGUN, FAILED, PUMP, SLEEP);

    /** Whether these are the arguments of the shell that runs the scripts, and stays. */
    public static boolean isTheShell(List<String> arguments) {
        return arguments.contains(START);
    }

    /** Whether these are the arguments of what that shell sleeps by. */
    public static boolean isTheSleep(List<String> arguments) {
        return arguments.contains("sleep") && arguments.contains(SLEEP);
    }

    boolean isEmpty() {
        return first.isEmpty() && each.isEmpty();
    }

    /** What the init is given to run; empty: nothing. */
    List<String> command() {
        return isEmpty() ? List.of() : List.of("/bin/sh", "-c", START);
    }

    List<OciConfig.Mount> mounts() {
        List<OciConfig.Mount> mounts = new ArrayList<>();
        first.ifPresent(path -> mounts.add(ContextMounts.readOnly(path, FIRST_INSIDE)));
        each.ifPresent(path -> mounts.add(ContextMounts.readOnly(path, EACH_INSIDE)));
        if (!isEmpty()) {
            mounts.add(ContextMounts.readOnly(TEE, PUMP));
        }
        return mounts;
    }
}
