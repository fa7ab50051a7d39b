package org.lamella.slices;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lamella.testing.Browser;
import org.lamella.testing.Browsers;
import org.lamella.testing.ControlPlaneTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The list of slices: what it shows is all in its address. */
@ControlPlaneTest
class SliceListPageTest {
    @Autowired
    private Browsers browsers;

    @Autowired
    private JdbcClient jdbc;

    private Browser browser;

    @BeforeEach
    void thereAreTwoHundredAndOneSlices() {
        browser = browsers.signedIn();
        jdbc.sql("""
                        insert into slices (name, site_id, goal, image, description, url, created_at, expires_at)
                        select 'demo_' || to_char(n, 'FM000'), s.id, 'RUNNING', 'busybox', '', '',
                               now() - n * interval '1 minute', now() + (n + 1) * interval '1 minute'
                        from generate_series(0, 200) n, sites s where s.login_base = 'demo'""").update();
    }

    @Test
    void showsAPageAtATime() {
        Browser.Page first = browser.get("/slices");
        assertThat(names(first)).hasSize(100).startsWith("demo_000", "demo_001");
        assertThat(first.text()).contains("100 of 201");
        Browser.Page second = browser.get(next(first));
        assertThat(names(second)).hasSize(100).startsWith("demo_100");
        Browser.Page third = browser.get(next(second));
        assertThat(names(third)).containsExactly("demo_200");
        assertThat(third.html().select(".pages a").eachAttr("href")).containsExactly("/slices");
    }

    @Test
    void sortsByWhatTheAddressSays() {
        assertThat(names("/slices?sort=-name")).startsWith("demo_200", "demo_199");
        assertThat(names("/slices?sort=createdAt")).startsWith("demo_200", "demo_199");
        assertThat(names("/slices?sort=-expiresAt")).startsWith("demo_200", "demo_199");
        Browser.Page page = browser.get("/slices?sort=-createdAt&filter=demo");
        assertThat(page.html().select("th[aria-sort=descending]").text()).isEqualTo("Made");
        assertThat(names(browser.get(next(page)))).startsWith("demo_100");
    }

    @Test
    void findsByFieldsAndTheirNegation() {
        assertThat(names("/slices?filter=_19")).hasSize(10);
        assertThat(browser.get("/slices?filter=_19").text()).contains("10 slices fit “_19”.");
        assertThat(names("/slices?filter=%25")).isEmpty();
        jdbc.sql("update slices set image = 'debian-12' where name = 'demo_191'")
                .update();
        assertThat(names("/slices?filter=_19+image:debian-12")).containsExactly("demo_191");
        assertThat(names("/slices?filter=_19+-image:debian-12")).hasSize(9);
        assertThat(names("/slices?filter=site:mit")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sort=password", "sort=name;drop+table", "filter=colour:red", "cursor=abc"})
    void saysWhatIsWrongWithWhatMakesNoSense(String query) {
        Browser.Page page = browser.get("/slices?" + query);
        assertThat(page.status()).isEqualTo(400);
        assertThat(page.errors()).contains("One thing is wrong");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"sort=", "filter=", "filter=%7Bname%7D", "filter=%5C", "filter=a%26b%3Dc%2B%23%22%3Cscript%3E%22"
            })
    void takesAnyTextAsText(String query) {
        Browser.Page page = browser.get("/slices?" + query);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.html().select("script:not([src])")).isEmpty();
    }

    @Test
    void refusesAQueryThatNoNameCanHold() {
        assertThat(browser.get("/slices?filter=%00").status()).isEqualTo(400);
        assertThat(browser.get("/find?q=%00").status()).isEqualTo(400);
    }

    @Test
    void renewsThoseThatAreTickedAndSaysWhatBecameOfEach() {
        Browser.Page done = bulk(Map.of("slice", "demo_000,demo_001,demo_none", "action", "renew"));
        assertThat(done.html().select(".results li").eachText())
                .hasSize(3)
                .anySatisfy(line -> assertThat(line).startsWith("demo_001: renewed until"))
                .last()
                .isEqualTo("demo_none: there is no slice demo_none");
    }

    @Test
    void deletesThoseThatAreTickedOnlyWhenTheirNumberIsTyped() {
        Browser.Page refused = bulk(Map.of("slice", "demo_000,demo_001", "action", "delete", "confirm", "1"));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).contains("To delete 2 slices type 2");
        bulk(Map.of("slice", "demo_000,demo_001", "action", "delete", "confirm", "2"));
        assertThat(names("/slices?filter=_00")).hasSize(8);
    }

    private Browser.Page bulk(Map<String, String> form) {
        return browser.submit(browser.get("/slices"), "/slices/bulk", form);
    }

    private static String next(Browser.Page page) {
        return page.html().select(".pages a").last().attr("href");
    }

    private List<String> names(String address) {
        return names(browser.get(address));
    }

    private static List<String> names(Browser.Page page) {
        return page.html().select("tbody a.name").eachText();
    }
}
