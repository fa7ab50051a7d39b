package org.lamella.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class RefusalTest {
    private static final String SLIVERS = "/api/v1/slices/demo_a/slivers";

    private static List<String> lines(int status, String path, String body) {
        return Problem.of(status, body).text(path).lines().toList();
    }

    @Test
    void saysEachErrorOnce() {
        assertThat(lines(400, "/x", """
                        {"title": "Invalid input", "detail": "name: is taken; url: is no URL", "errors": [
                          {"field": "name", "message": "is taken"}, {"field": "url", "message": "is no URL"}]}""")).containsExactly("Invalid input", "  name: is taken", "  url: is no URL");
    }

    @Test
    void givesAllNumbersOfAQuotaAndWhoRaisesIt() {
        assertThat(lines(429, "/x", """
                        {"title": "Quota exceeded", "detail": "site demo: 3 of 4 slivers are used", "quota": [
                          {"resource": "slivers", "scope": "site demo", "used": 3, "asked": 2, "allowed": 4,
                           "raisedBy": ["an admin", "a@b.c"]}]}"""))
                .containsExactly(
                        "Quota exceeded",
                        "  slivers of site demo: 2 asked for, 3 of 4 used; it is raised by an admin, a@b.c");
    }

    @Test
    void showsWhatIsInTheWayAndWhatToTypeInstead() {
        assertThat(lines(409, SLIVERS, """
                        {"title": "Not in this state", "detail": "5 are asked for",
                         "conflicts": [{"kind": "node", "name": "node1", "message": "is drained"}],
                         "alternatives": [
                           {"message": "only the 2 that can", "body":
                             {"count": 2, "selector": {"labels": ["arch=x86_64", "big disk"]}, "spread": "site"}},
                           {"message": "only on these", "body":
                             {"nodes": ["node2", {"name": "node3", "image": "debian-12"}]}}]}"""))
                .containsExactly(
                        "Not in this state: 5 are asked for",
                        "  node node1: is drained",
                        "  instead, only the 2 that can:",
                        "    lamella sliver add demo_a --count 2 --label 'arch=x86_64,big disk' --spread site",
                        "  instead, only on these:",
                        "    lamella sliver add demo_a --nodes node2,node3=debian-12");
    }

    @Test
    void showsTheRequestItselfWhereNoCommandSaysIt() {
        assertThat(lines(409, SLIVERS, """
                        {"title": "No", "alternatives": [{"message": "later", "body": {"from": "tomorrow"}}]}"""))
                .endsWith("  instead, later:", "    POST " + SLIVERS + " {\"from\":\"tomorrow\"}");
    }

    @Test
    void namesTheRequestOfAFailureOfTheServer() {
        assertThat(lines(500, "/x", "{\"title\": \"Failed\", \"requestId\": \"abc\"}"))
                .containsExactly("Failed (request abc)");
    }
}
