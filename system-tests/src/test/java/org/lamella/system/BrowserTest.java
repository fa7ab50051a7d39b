package org.lamella.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The pages in a real browser, Debian's Chromium; pictures of them are kept in target/screenshots. */
@ExtendWith(SharedTestbed.class)
@Timeout(240)
final class BrowserTest {
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final double SOON_MILLIS = 30_000;

    private static Chromium chromium;

    @BeforeAll
    static void launch() {
        chromium = Chromium.launch();
    }

    @AfterAll
    static void end() {
        chromium.close();
    }

    private static BrowserContext context(int width, int height, ColorScheme scheme) {
        return chromium.context(width, height, scheme);
    }

    private static Page signIn(Testbed testbed, BrowserContext context) {
        var page = redeem(context, testbed.lamella("sign-in").success());
        page.waitForURL("**/slices");
        return page;
    }

    private static Page redeem(BrowserContext context, String link) {
        var page = context.newPage();
        page.navigate(link);
        page.getByRole(AriaRole.BUTTON, named("Sign in")).click();
        return page;
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }

    private static LocatorAssertions.IsVisibleOptions soon() {
        return new LocatorAssertions.IsVisibleOptions().setTimeout(SOON_MILLIS);
    }

    /** The state word in the head of a slice's page. */
    private static Locator state(Page page, String state) {
        return page.locator(".head .state." + state);
    }

    /** A reload would lose the mark. */
    private static void mark(Page page) {
        page.evaluate("window.notReloaded = true");
    }

    private static boolean marked(Page page) {
        return page.evaluate("window.notReloaded === true").equals(true);
    }

    @Test
    void createsASliceAndSeesItRunAndGoWithoutAReload(Testbed testbed) {
        try (var context = context(1280, 900, ColorScheme.LIGHT)) {
            var page = signIn(testbed, context);
            page.getByRole(AriaRole.LINK, named("New slice"))
                    .or(page.getByText("Make the first slice"))
                    .first()
                    .click();
            page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill("demo_browser");
            page.getByRole(AriaRole.BUTTON, named("Create the slice")).click();
            page.waitForURL("**/slices/demo_browser");
            mark(page);

            assertThat(state(page, "running")).isVisible(soon());
            assertThat(testbed.lamella("exec", "demo_browser", "--", "hostname").success())
                    .isEqualTo("demo-browser");

            page.navigate("http://localhost:" + testbed.port() + "/slices");
            mark(page);
            var row = page.getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHasText("demo_browser"));
            assertThat(row).isVisible();
            testbed.lamella("slice", "delete", "demo_browser", "--wait").success();

            assertThat(row).not().isVisible(soon());
            assertThat(marked(page)).isTrue();
        }
    }

    @Test
    void showsWhatOthersDoWhileThePageIsOpen(Testbed testbed) {
        try (var context = context(1280, 900, ColorScheme.LIGHT)) {
            var page = signIn(testbed, context);
            mark(page);
            testbed.lamella("slice", "create", "demo_other", "--nodes", "1", "--wait")
                    .success();

            var row = page.getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHasText("demo_other"));
            assertThat(row.locator(".state.running")).isVisible(soon());
            assertThat(marked(page)).isTrue();
            testbed.lamella("slice", "delete", "demo_other", "--wait").success();
        }
    }

    @Test
    void saysWhatIsWrongBesideTheFieldAndKeepsWhatWasTyped(Testbed testbed) {
        try (var context = context(1280, 900, ColorScheme.LIGHT)) {
            var page = signIn(testbed, context);
            page.navigate("http://localhost:" + testbed.port() + "/slices/new");
            page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill("Wrong Name");
            page.getByRole(AriaRole.BUTTON, named("Create the slice")).click();

            assertThat(page.getByRole(AriaRole.ALERT)).containsText("name");
            assertThat(page.locator("#name")).hasValue("Wrong Name");
            shoot(page, "wrong-name");
        }
    }

    @Test
    void refusesALinkThatWasUsed(Testbed testbed) {
        var link = testbed.lamella("sign-in").success();
        try (var first = context(1280, 900, ColorScheme.LIGHT);
                var second = context(1280, 900, ColorScheme.LIGHT)) {
            redeem(first, link).waitForURL("**/slices");

            assertThat(redeem(second, link).getByRole(AriaRole.ALERT)).containsText("not valid");
        }
    }

    @Test
    void loadsNothingFromAnotherHostAndComplainsOfNothing(Testbed testbed) {
        var hosts = new CopyOnWriteArrayList<String>();
        var complaints = new CopyOnWriteArrayList<String>();
        try (var context = context(1280, 900, ColorScheme.LIGHT)) {
            context.onRequest(request -> hosts.add(URI.create(request.url()).getAuthority()));
            context.onConsoleMessage(message -> {
                if (message.type().equals("error") || message.type().equals("warning")) {
                    complaints.add(message.text());
                }
            });
            var page = signIn(testbed, context);
            for (var path : List.of("/slices", "/slices/new", "/nodes", "/nodes/node1")) {
                page.navigate("http://localhost:" + testbed.port() + path);
            }
        }

        assertThat(hosts).isNotEmpty().containsOnly("localhost:" + testbed.port());
        assertThat(complaints).isEmpty();
    }

    @Test
    void looksRightWideAndNarrowInLightAndDark(Testbed testbed) {
        testbed.lamella(
                        "slice",
                        "create",
                        "demo_pictures",
                        "--nodes",
                        "1",
                        "--description",
                        "For the pictures",
                        "--wait")
                .success();
        for (var scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            for (var width : List.of(1280, 390)) {
                try (var context = context(width, 900, scheme)) {
                    shootAll(
                            testbed,
                            context,
                            (width > 600 ? "wide-" : "narrow-") + scheme.name().toLowerCase(Locale.ROOT));
                }
            }
        }
        testbed.lamella("slice", "delete", "demo_pictures", "--wait").success();
    }

    private static void shootAll(Testbed testbed, BrowserContext context, String suffix) {
        var door = context.newPage();
        door.navigate("http://localhost:" + testbed.port() + "/sign-in");
        shoot(door, "sign-in-" + suffix);
        var page = signIn(testbed, context);
        for (var path : List.of("slices", "slices/new", "slices/demo_pictures", "nodes", "nodes/node1")) {
            page.navigate("http://localhost:" + testbed.port() + "/" + path);
            assertThat(page.locator("h1")).isVisible();
            assertThat(overflow(page)).as("%s is wider than the window", path).isZero();
            shoot(page, path.replace('/', '-') + "-" + suffix);
        }
    }

    /** By how many pixels the page is wider than its window. */
    private static int overflow(Page page) {
        return (int) page.evaluate(
                "Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)");
    }

    private static void shoot(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(SCREENSHOTS.resolve(name + ".png"))
                .setFullPage(true));
    }
}
