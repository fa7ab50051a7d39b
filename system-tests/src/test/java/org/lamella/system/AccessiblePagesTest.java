package org.lamella.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every page as everybody who reads it, in light and dark: axe finds nothing on them that keeps anybody out. */
@ExtendWith(SharedTestbed.class)
@Timeout(600)
final class AccessiblePagesTest {
    private static final Set<String> GRAVE = Set.of("serious", "critical");

    private static Chromium chromium;

    enum Reader {
        STRANGER,
        USER,
        PI,
        ADMIN
    }

    /** A new page goes here. */
    private static List<String> pages(Reader reader) {
        return switch (reader) {
            case STRANGER -> List.of("/sign-in", "/register", "/reset");
            case USER ->
                List.of(
                        "/",
                        "/slices",
                        "/slices/new",
                        "/request",
                        "/nodes",
                        "/nodes/node1",
                        "/usage",
                        "/sites",
                        "/sites/demo",
                        "/account",
                        "/account/tokens",
                        "/account/ssh-keys",
                        "/no-such-page");
            case PI ->
                List.of(
                        "/",
                        "/slices/demo_axe",
                        "/slices/demo_axe/slivers/node1",
                        "/slices/demo_axe/slivers/node1/terminal",
                        "/slices/new",
                        "/inbox",
                        "/accounts",
                        "/quotas",
                        "/sites/demo");
            case ADMIN ->
                List.of(
                        "/",
                        "/slices",
                        "/slices/new",
                        "/slices/demo_axe",
                        "/slices/demo_axe/slivers/node1",
                        "/slices/demo_axe/slivers/node1/terminal",
                        "/nodes",
                        "/nodes/new",
                        "/nodes/node1",
                        "/nodes/node1/who-sent",
                        "/node-groups",
                        "/usage",
                        "/usage/slices",
                        "/images",
                        "/images/busybox",
                        "/find?q=node",
                        "/inbox",
                        "/sites",
                        "/sites/new",
                        "/sites/demo",
                        "/accounts",
                        "/accounts/admin@localhost",
                        "/blocked-ssh-keys",
                        "/quotas",
                        "/quotas/demo",
                        "/audit",
                        "/mail",
                        "/no-such-page");
        };
    }

    @BeforeAll
    static void launch(Testbed testbed) {
        chromium = Chromium.launch();
        testbed.lamella("slice", "create", "demo_axe", "--nodes", "node1", "--wait")
                .success();
    }

    @AfterAll
    static void end(Testbed testbed) {
        chromium.close();
        testbed.lamella("slice", "delete", "demo_axe", "--wait").success();
    }

    @ParameterizedTest
    @EnumSource
    void haveNoGraveFault(Reader reader, Testbed testbed) throws Exception {
        List<String> faults = new ArrayList<>();
        SignIn signIn = signIn(reader, testbed);
        try (var context = chromium.context(1280, 900, ColorScheme.LIGHT)) {
            Page page = signIn.in(context);
            pages(reader).forEach(path -> faults.addAll(faults(page, "http://localhost:" + testbed.port() + path)));
        }
        assertThat(faults).isEmpty();
    }

    private interface SignIn {
        Page in(BrowserContext context);
    }

    private static SignIn signIn(Reader reader, Testbed testbed) throws IOException, InterruptedException {
        return switch (reader) {
            case STRANGER -> BrowserContext::newPage;
            case USER -> Newcomer.user(testbed, "reader")::signIn;
            case PI -> Newcomer.pi(testbed, "principal")::signIn;
            case ADMIN ->
                context -> {
                    Page page = context.newPage();
                    page.navigate(testbed.lamella("sign-in").success());
                    page.getByRole(
                                    AriaRole.BUTTON,
                                    new Page.GetByRoleOptions()
                                            .setName("Sign in")
                                            .setExact(true))
                            .click();
                    page.waitForURL("**/slices");
                    return page;
                };
        };
    }

    private static List<String> faults(Page page, String address) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        page.navigate(address);
        // What a page asks for when it is there belongs to it; it must not have swapped away what was there.
        page.waitForFunction("() => document.querySelector('.htmx-request') === null");
        if (page.locator("h1").count() != 1) {
            return List.of("%s: has %d headings of the first order"
                    .formatted(address, page.locator("h1").count()));
        }
        List<String> faults = new ArrayList<>(faults(axe(page), address, ColorScheme.LIGHT));
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        page.waitForFunction("() => matchMedia('(prefers-color-scheme: dark)').matches");
        // Nothing but colours is another.
        faults.addAll(faults(axe(page).withRules(List.of("color-contrast")), address, ColorScheme.DARK));
        return faults;
    }

    /** There are no frames, for which it would otherwise be loaded a second time, in a page of its own. */
    private static AxeBuilder axe(Page page) {
        return new AxeBuilder(page).setLegacyMode(true);
    }

    private static List<String> faults(AxeBuilder axe, String address, ColorScheme scheme) {
        return axe.analyze().getViolations().stream()
                .filter(rule -> GRAVE.contains(rule.getImpact()))
                .flatMap(rule -> rule.getNodes().stream()
                        .map(node -> "%s, %s: %s (%s) at %s"
                                .formatted(address, scheme, rule.getHelp(), rule.getId(), node.getHtml())))
                .toList();
    }
}
