package org.lamella.cli;

import picocli.CommandLine.Command;

/** {@code lamella whoami}. */
@Command(name = "whoami", description = "Show whose token this is, and what they are where.")
final class WhoAmI implements Runnable {
    static final String PATH = Api.path("account");

    private final Actions actions;

    WhoAmI(Actions actions) {
        this.actions = actions;
    }

    @Override
    public void run() {
        actions.show(PATH);
    }
}
