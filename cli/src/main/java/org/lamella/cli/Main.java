package org.lamella.cli;

/** The entry point of `lamella`. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(Lamella.commandLine(Console.ofProcess(), args).execute(args));
    }
}
