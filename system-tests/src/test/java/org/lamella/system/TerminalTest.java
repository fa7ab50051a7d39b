package org.lamella.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A shell at a terminal, on a page and from the command line. */
@ExtendWith(SharedTestbed.class)
@Timeout(240)
final class TerminalTest {
    private static final double SOON_MILLIS = 30_000;
    private static final String STATE = "[data-terminal-state]";

    /** What the page shows, in words: the rest of it is painted. */
    private static final String SHOWN = ".xterm-accessibility-tree";

    @Test
    void runsAShellOnAPageThatSaysWhyItEndedAndOpensAgain(Testbed testbed) {
        testbed.lamella("slice", "create", "demo_term", "--nodes", "node1", "--wait")
                .success();
        var complaints = new CopyOnWriteArrayList<String>();
        try (var chromium = Chromium.launch();
                var context = chromium.context(1280, 900, ColorScheme.DARK)) {
            context.onConsoleMessage(message -> {
                // What the content security policy refuses is an error; of canvases the browser also gives advice.
                if (message.type().equals("error")) {
                    complaints.add(message.text());
                }
            });
            var page = context.newPage();
            page.navigate(testbed.lamella("sign-in").success());
            page.getByRole(AriaRole.BUTTON, named("Sign in")).click();
            page.waitForURL("**/slices");
            page.navigate("http://localhost:" + testbed.port() + "/slices/demo_term/slivers/node1");
            page.getByRole(AriaRole.LINK, named("Terminal")).click();
            assertThat(page.locator(STATE)).hasText("Connected.", soonHasText());
            page.getByRole(AriaRole.BUTTON, named("Screen reader")).click();

            page.keyboard().type("echo $((6*7)); stty size\n");

            assertThat(page.locator(SHOWN)).containsText("42", soon());
            page.setViewportSize(700, 700);
            page.keyboard().type("sleep 1; stty size | tr ' ' x\n");
            assertThat(page.locator(SHOWN)).containsText(Pattern.compile("[1-9][0-9]x[1-9][0-9]"), soon());
            page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "screenshots", "terminal.png")));
            page.keyboard().type("exit 3\n");
            assertThat(page.locator(STATE)).hasText("Ended with exit code 3.", soonHasText());
            page.getByRole(AriaRole.BUTTON, named("Open again")).click();
            assertThat(page.locator(STATE)).hasText("Connected.", soonHasText());
            page.keyboard().press("Control+Alt+Enter");
            assertThat(page.getByRole(AriaRole.BUTTON, named("Screen reader"))).isFocused();
            testbed.lamella("sliver", "stop", "demo_term", "node1").success();
            assertThat(page.locator(STATE)).containsText("Ended", soon());
        } finally {
            testbed.lamella("slice", "delete", "demo_term", "--wait").success();
        }
        assertThat(complaints).isEmpty();
    }

    /** {@code script} gives the client a terminal to sit at. */
    @Test
    void runsACommandAtATerminalOfTheCallersSize(Testbed testbed) {
        testbed.lamella("slice", "create", "demo_tty", "--nodes", "node1", "--wait")
                .success();
        try {
            var said = Command.run(
                            Map.of(
                                    "LAMELLA_CONFIG",
                                    testbed.data().resolve("cli.json").toString(),
                                    "TERM",
                                    "vt100"),
                            new byte[0],
                            List.of(
                                    "script",
                                    "-qec",
                                    // The runtime gives the terminal its size when the process may have begun already.
                                    "stty rows 33 cols 101; ./lamella exec -t demo_tty -- sh -c 'until stty size 2>/dev/null"
                                            + " | grep -q 101; do :; done; stty size; echo $TERM'; stty -a",
                                    "/dev/null"))
                    .success();
            assertThat(said)
                    .contains("33 101")
                    .contains("vt100")
                    .contains(" icanon")
                    .contains(" echo ");
        } finally {
            testbed.lamella("slice", "delete", "demo_tty", "--wait").success();
        }
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }

    private static LocatorAssertions.ContainsTextOptions soon() {
        return new LocatorAssertions.ContainsTextOptions().setTimeout(SOON_MILLIS);
    }

    private static LocatorAssertions.HasTextOptions soonHasText() {
        return new LocatorAssertions.HasTextOptions().setTimeout(SOON_MILLIS);
    }
}
