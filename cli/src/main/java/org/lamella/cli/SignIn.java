package org.lamella.cli;

import java.util.List;
import picocli.CommandLine.Command;

/** {@code lamella sign-in}. */
@Command(name = "sign-in", description = "Print a URL that signs a browser in, once, as the account of this token.")
final class SignIn implements Runnable {
    private final Lamella lamella;

    SignIn(Lamella lamella) {
        this.lamella = lamella;
    }

    @Override
    public void run() {
        var link = lamella.api().post(Api.path("sign-in-links"), Json.object());
        lamella.answer(link, List.of(Json.text(link, "url", "?")));
    }
}
