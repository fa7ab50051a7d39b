package org.lamella.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code lamella completion}. */
@Command(
        name = "completion",
        description = "Print a script that makes bash or zsh complete commands and options.",
        footer = {"", "For example:", "  source <(lamella completion)"})
final class Completion implements Runnable {
    private final Lamella lamella;

    @Spec
    private CommandSpec spec;

    Completion(Lamella lamella) {
        this.lamella = lamella;
    }

    @Override
    public void run() {
        lamella.console().print(AutoComplete.bash("lamella", spec.root().commandLine()));
    }
}
