package org.lamella.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;

/** The program's own commands, without running one. */
final class CommandTree {
    private CommandTree() {}

    /** Those that do something, by their names as they are typed behind {@code lamella}. */
    static Map<String, CommandLine> commands() {
        var commands = new LinkedHashMap<String, CommandLine>();
        collect("", Lamella.commandLine(Console.ofProcess()), commands);
        return commands;
    }

    private static void collect(String prefix, CommandLine command, Map<String, CommandLine> commands) {
        command.getSubcommands().forEach((name, sub) -> {
            if (sub.getSubcommands().isEmpty()) {
                commands.put(prefix + name, sub);
            }
            collect(prefix + name + " ", sub, commands);
        });
    }
}
