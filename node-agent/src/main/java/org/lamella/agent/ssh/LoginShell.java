package org.lamella.agent.ssh;

import java.util.List;

/** How the shell of root inside is found and begun, as a login does it; all of it is done inside. */
final class LoginShell {
    private static final String SCRIPT = """
            cd "$HOME" 2>/dev/null || cd /
            while IFS=: read -r name secret uid gid words home shell; do
              [ "$name" = root ] && break
            done 2>/dev/null </etc/passwd
            [ -x "$shell" ] || shell=/bin/sh
            export SHELL="$shell"
            [ $# -eq 0 ] && exec "$shell" -l
            exec "$shell" -c "$1"
            """;

    private LoginShell() {}

    static List<String> interactive() {
        return List.of("/bin/sh", "-c", SCRIPT, "sh");
    }

    static List<String> of(String command) {
        return List.of("/bin/sh", "-c", SCRIPT, "sh", command);
    }
}
