package org.lamella.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a researcher, a PI and an admin each come for, from the first page to the last, in a real browser. */
@ExtendWith(SharedTestbed.class)
@Timeout(300)
final class PathsTest {
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final String PASSWORD = "marmalade on a wet tuesday 9";

    private static Chromium chromium;

    @BeforeAll
    static void launch() {
        chromium = Chromium.launch();
    }

    @AfterAll
    static void end() {
        chromium.close();
    }

    @Test
    void leadsAResearcherFromNoAccountToASliceAndBack(Testbed testbed) throws Exception {
        try (var ofPi = chromium.context(1280, 900, ColorScheme.LIGHT);
                var ofAdmin = chromium.context(1280, 900, ColorScheme.LIGHT);
                var ofResearcher = chromium.context(1280, 900, ColorScheme.LIGHT)) {
            Page admin = signInAsAdmin(testbed, ofAdmin);
            Page pi = Newcomer.pi(testbed, "grace").signIn(ofPi);
            Page researcher = ofResearcher.newPage();

            register(testbed, researcher, "ada@example.org");
            confirm(testbed, admin, researcher, "ada@example.org");
            pi.navigate(address(testbed, "/accounts?waiting"));
            shoot(pi, "path-pi-registration");
            pi.locator("article")
                    .filter(new Locator.FilterOptions().setHasText("ada@example.org"))
                    .getByRole(AriaRole.BUTTON, in("Approve"))
                    .click();
            signIn(testbed, researcher, "ada@example.org");

            askForASlice(testbed, researcher, "demo_engine");
            pi.navigate(address(testbed, "/inbox"));
            shoot(pi, "path-pi-inbox");
            pi.getByRole(AriaRole.BUTTON, named("Approve demo_engine")).click();

            researcher.navigate(address(testbed, "/slices/demo_engine"));
            putOnANode(researcher);
            shoot(researcher, "path-researcher-slice");
            assertThat(testbed.lamella("exec", "demo_engine", "--", "hostname").success())
                    .isEqualTo("demo-engine");
            renew(testbed, researcher, "demo_engine");

            suspendAndResume(testbed, pi, researcher, "demo_engine");
            researcher.locator("#confirm").fill("demo_engine");
            researcher.getByRole(AriaRole.BUTTON, named("Delete the slice")).click();
            researcher.waitForURL("**/slices");
            assertThat(researcher.getByText("demo_engine")).not().isVisible(soon());
        }
    }

    @Test
    void letsAnAdminSetAQuotaDrainANodeAndFindWhoDidWhat(Testbed testbed) throws Exception {
        try (var ofAdmin = chromium.context(1280, 900, ColorScheme.DARK);
                var ofPi = chromium.context(1280, 900, ColorScheme.LIGHT)) {
            Page admin = signInAsAdmin(testbed, ofAdmin);
            Page pi = Newcomer.pi(testbed, "edsger").signIn(ofPi);
            try {
                quota(testbed, admin, "1");
                create(testbed, pi, "demo_first");
                create(testbed, pi, "demo_second");
                assertThat(pi.getByRole(AriaRole.ALERT)).containsText("1 of 1 slices");
                assertThat(pi.getByRole(AriaRole.ALERT)).containsText("raised by an admin");
                shoot(pi, "path-pi-quota-refused");
            } finally {
                quota(testbed, admin, "");
            }
            drain(testbed, admin);
            admin.navigate(address(testbed, "/audit?object=demo_first"));
            assertThat(admin.getByText("slice-created").first()).isVisible();
            assertThat(admin.getByText("edsger@example.org").first()).isVisible();
            shoot(admin, "path-admin-audit");
            assertThat(testbed.lamella("audit", "verify").success()).isNotEmpty();
            testbed.lamella("slice", "delete", "demo_first", "--wait").success();
        }
    }

    private static void register(Testbed testbed, Page page, String email) {
        page.navigate(address(testbed, "/sign-in"));
        page.getByText("Ask for one").click();
        page.getByLabel("Mail address").fill(email);
        page.getByLabel("Password", exactly()).fill(PASSWORD);
        page.getByLabel("Name", exactly()).fill("Ada Lovelace");
        page.getByLabel("Site", exactly()).selectOption("demo");
        page.getByLabel("Words to the PI").fill("I want to run an engine.");
        shoot(page, "path-researcher-registers");
        page.getByRole(AriaRole.BUTTON, named("Ask for the account")).click();
        assertThat(page.getByText("mail").first()).isVisible();
    }

    /** Follows the link in the mail, which stands on the admin's page where no mail server is. */
    private static void confirm(Testbed testbed, Page admin, Page page, String email) {
        // The page follows: the mail comes a moment after the answer.
        admin.navigate(address(testbed, "/mail?filter=to:" + email));
        admin.getByRole(AriaRole.ROW)
                .filter(new Locator.FilterOptions().setHasText(email))
                .getByRole(AriaRole.LINK)
                .first()
                .click();
        String letter = admin.locator("pre.letter").textContent();
        shoot(admin, "path-admin-letter");
        page.navigate(letter.replaceFirst("(?s).*?(http\\S+/register/verify\\S+).*", "$1"));
        page.getByRole(AriaRole.BUTTON, named("Confirm the address")).click();
        assertThat(page.getByText("PI").first()).isVisible();
    }

    private static void signIn(Testbed testbed, Page page, String email) {
        page.navigate(address(testbed, "/sign-in"));
        page.getByLabel("Mail address").fill(email);
        page.getByLabel("Password", exactly()).fill(PASSWORD);
        page.getByRole(AriaRole.BUTTON, named("Sign in")).click();
        page.waitForURL("**/slices");
    }

    private static void askForASlice(Testbed testbed, Page page, String name) {
        page.navigate(address(testbed, "/"));
        shoot(page, "path-researcher-begins");
        page.getByText("Ask for a slice").click();
        page.getByLabel("Name", exactly()).fill(name);
        page.getByLabel("What for").fill("Numbers that nobody has seen before");
        page.getByLabel("Web page").fill("https://example.org/engine");
        page.getByRole(AriaRole.BUTTON, named("Ask for the slice")).click();
        page.navigate(address(testbed, "/"));
        assertThat(page.getByText("waits for a PI of demo")).isVisible();
        shoot(page, "path-researcher-waits");
    }

    private static void putOnANode(Page page) {
        page.getByLabel("How many, or which").fill("1");
        assertThat(page.locator("#preview")).containsText("node1");
        page.getByRole(AriaRole.BUTTON, named("Add slivers")).click();
        assertThat(page.locator(".head .state.running")).isVisible(soon());
    }

    private static void renew(Testbed testbed, Page page, String slice) {
        page.navigate(address(testbed, "/"));
        page.getByRole(AriaRole.BUTTON, named("Renew " + slice)).click();
        page.navigate(address(testbed, "/"));
        String granted = page.getByRole(AriaRole.ROW)
                .filter(new Locator.FilterOptions().setHasText(slice))
                .locator("time")
                .getAttribute("datetime");
        assertThat(Instant.parse(granted)).isAfter(Instant.now().plus(Duration.ofDays(55)));
        shoot(page, "path-researcher-renewed");
    }

    private static void suspendAndResume(Testbed testbed, Page pi, Page researcher, String slice) {
        researcher.navigate(address(testbed, "/slices/" + slice));
        pi.navigate(address(testbed, "/slices/" + slice));
        pi.getByLabel("Reason", exactly()).fill("it scans the campus");
        pi.getByRole(AriaRole.BUTTON, named("Suspend the slice")).click();
        // The researcher's page is not loaded again.
        assertThat(researcher.getByText("it scans the campus").first()).isVisible(soon());
        assertThat(researcher.locator("#now .state.stopped").first()).isVisible(soon());
        shoot(researcher, "path-researcher-suspended");
        pi.getByRole(AriaRole.BUTTON, named("Resume")).click();
        assertThat(researcher.locator(".head .state.running")).isVisible(soon());
    }

    private static void quota(Testbed testbed, Page admin, String slices) {
        admin.navigate(address(testbed, "/quotas/demo"));
        admin.locator("input[name=SLICES], input[name=slices]").first().fill(slices);
        admin.getByRole(AriaRole.BUTTON, named("Set")).click();
        shoot(admin, "path-admin-quota");
    }

    private static void create(Testbed testbed, Page page, String name) {
        page.navigate(address(testbed, "/slices/new"));
        page.getByLabel("Name", exactly()).fill(name);
        page.getByLabel("Nowhere yet").check();
        page.getByRole(AriaRole.BUTTON, named("Create the slice")).click();
    }

    private static void drain(Testbed testbed, Page admin) {
        admin.navigate(address(testbed, "/nodes/node1"));
        admin.getByLabel("Why it is drained").fill("a new disk");
        admin.getByRole(AriaRole.BUTTON, named("Drain")).click();
        assertThat(admin.getByText("a new disk").first()).isVisible();
        shoot(admin, "path-admin-drained");
        admin.getByRole(AriaRole.BUTTON, named("Undrain")).click();
        assertThat(admin.getByRole(AriaRole.BUTTON, named("Undrain"))).not().isVisible();
    }

    private static Page signInAsAdmin(Testbed testbed, BrowserContext context) {
        Page page = context.newPage();
        page.navigate(testbed.lamella("sign-in").success());
        page.getByRole(AriaRole.BUTTON, named("Sign in")).click();
        page.waitForURL("**/slices");
        return page;
    }

    private static String address(Testbed testbed, String path) {
        return "http://localhost:" + testbed.port() + path;
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }

    private static Locator.GetByRoleOptions in(String name) {
        return new Locator.GetByRoleOptions().setName(name).setExact(true);
    }

    private static Page.GetByLabelOptions exactly() {
        return new Page.GetByLabelOptions().setExact(true);
    }

    private static LocatorAssertions.IsVisibleOptions soon() {
        return new LocatorAssertions.IsVisibleOptions().setTimeout(30_000);
    }

    private static void shoot(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(SCREENSHOTS.resolve(name + ".png"))
                .setFullPage(true));
    }
}
