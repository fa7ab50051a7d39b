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
    static void launch() {
        chromium = Chromium.launch();
    }

    @AfterAll
    static void end() {
        chromium.close();
    }

    @ParameterizedTest
    @EnumSource
    void haveNoGraveFault(Reader reader, Testbed testbed) throws Exception {
        testbed.lamella("slice", "create", "demo_axe", "--nodes", "node1", "--wait")
                .success();
        List<String> faults = new ArrayList<>();
        try {
            SignIn signIn = signIn(reader, testbed);
            for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                try (var context = chromium.context(1280, 900, scheme)) {
                    Page page = signIn.in(context);
                    pages(reader)
                            .forEach(path ->
                                    faults.addAll(faults(page, "http://localhost:" + testbed.port() + path, scheme)));
                }
            }
        } finally {
            testbed.lamella("slice", "delete", "demo_axe", "--wait").success();
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

    private static List<String> faults(Page page, String address, ColorScheme scheme) {
        page.navigate(address);
        // What a page asks for when it is there belongs to it; it must not have swapped away what was there.
        page.waitForFunction("() => document.querySelector('.htmx-request') === null");
        if (page.locator("h1").count() != 1) {
            return List.of("%s, %s: has %d headings of the first order"
                    .formatted(address, scheme, page.locator("h1").count()));
        }
        AxeBuilder axe = new AxeBuilder(page);
        if (scheme == ColorScheme.DARK) {
            // Nothing but colours is another.
            axe.withRules(List.of("color-contrast"));
        }
        return axe.analyze().getViolations().stream()
                .filter(rule -> GRAVE.contains(rule.getImpact()))
                .flatMap(rule -> rule.getNodes().stream()
                        .map(node -> "%s, %s: %s (%s) at %s"
                                .formatted(address, scheme, rule.getHelp(), rule.getId(), node.getHtml())))
                .toList();
    }
}
