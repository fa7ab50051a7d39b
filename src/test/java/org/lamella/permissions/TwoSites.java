package org.lamella.permissions;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.lamella.agentlink.Agents;
import org.lamella.testing.Browsers;
import org.lamella.testing.People;
import org.lamella.testing.Rest;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The sites demo and mit with their people, a slice, a node and a sliver each. What is asked for is always demo's. */
public final class TwoSites {
    /** A variable of a path, and the word before it, which tells what it stands for. */
    private static final Pattern VARIABLE = Pattern.compile("([a-z-]+)/(?:\\{\\*?[a-zA-Z]+}|\\*\\*?)");
    /** What stands for a value in the table's last column. */
    private static final Pattern PLACE = Pattern.compile("\\$([a-z-]+)");

    private final Map<Who, Visitor> visitors = new EnumMap<>(Who.class);
    private final Map<String, String> values;

    public TwoSites(Rest rest, People people, Browsers browsers, Agents agents, JdbcClient jdbc) {
        people.site("mit");
        for (Who who : Who.values()) {
            visitors.put(who, visitor(who, rest, people, browsers, jdbc));
        }
        agents.add("node1");
        agents.add("node2");
        jdbc.sql("update nodes set site_id = (select id from sites where login_base = 'mit') where name = 'node2'")
                .update();
        for (String slice : new String[] {"demo_own", "mit_own"}) {
            created(rest.post("/api/v1/slices", "{\"name\": \"" + slice + "\"}"));
        }
        jdbc.sql("""
                        insert into slivers (slice_id, node_id, goal, state, reason, state_since, generation_wanted,
                                             generation_applied, on_node, image_digest)
                        select s.id, n.id, 'RUNNING', 'RUNNING', '', now(), 0, 0, true, '' from slices s, nodes n
                        where s.name = 'demo_own' and n.name = 'node1'""").update();
        member(rest, "demo_own", "member@example.org");
        member(rest, "mit_own", "member_elsewhere@example.org");
        rest.put("/api/v1/slices/demo_own/tags/team", "{}");
        String request = request(jdbc);
        // Whoever becomes a member is told so.
        String mail = id(jdbc, "select min(id) from mails");
        values = new HashMap<>(belongings(jdbc));
        values.putAll(Map.ofEntries(
                Map.entry("accounts", "user@example.org"),
                Map.entry("sessions", "none"),
                Map.entry("slice-requests", request),
                Map.entry("requests", request),
                Map.entry("inbox", request),
                Map.entry("members", "member@example.org"),
                Map.entry("tags", "team"),
                Map.entry("quotas", "demo"),
                Map.entry("assets", "lamella.css"),
                Map.entry("webjars", "htmx.org/dist/htmx.min.js"),
                Map.entry("health", "liveness"),
                Map.entry("slices", "demo_own"),
                Map.entry("slivers", "node1"),
                Map.entry("nodes", "node1"),
                Map.entry("sites", "demo"),
                Map.entry("node-groups", "fast"),
                Map.entry("images", "debian-12"),
                Map.entry("image-archives", "none"),
                Map.entry("maintenance", maintenance(rest)),
                Map.entry("ports", port(rest)),
                Map.entry("peers", peer(rest)),
                Map.entry("people", "user@example.org"),
                Map.entry("roles", "tech"),
                Map.entry("mails", mail),
                Map.entry("mail", mail),
                Map.entry("code", browsers.signInCode())));
    }

    /** The id of a window of node1; there is a node group as well. */
    private static String maintenance(Rest rest) {
        rest.send(rest.request("/api/v1/node-groups/fast")
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString("{\"label\": \"speed\", \"value\": \"fast\"}")));
        Instant from = Instant.now().plus(Duration.ofDays(1));
        Rest.Answer planned = rest.post(
                "/api/v1/nodes/node1/maintenance",
                "{\"from\": \"" + from + "\", \"until\": \"" + from.plus(Duration.ofHours(1))
                        + "\", \"reason\": \"a new disk\"}");
        created(planned);
        return planned.json().path("id").asString();
    }

    /** The slice that demo_own lets reach it. */
    private static String peer(Rest rest) {
        rest.send(rest.request("/api/v1/slices/demo_own/peers/mit_own").PUT(BodyPublishers.noBody()));
        return "mit_own";
    }

    /** The port that demo_own has published on node1. */
    private static String port(Rest rest) {
        created(rest.post("/api/v1/slices/demo_own/ports", "{\"port\": 80, \"nodePort\": 20080}"));
        return "node1:20080:tcp";
    }

    private static void member(Rest rest, String slice, String email) {
        created(rest.post("/api/v1/slices/" + slice + "/members", "{\"email\": \"" + email + "\"}"));
    }

    /** The number of a request that demo's member has made. */
    private static String request(JdbcClient jdbc) {
        return jdbc.sql("""
                        insert into slice_requests
                          (name, site_id, account_id, image, description, url, state, created_at, changed_at)
                        select 'demo_asked', s.id, a.id, 'busybox', 'a test', '', 'WAITING', now(), now()
                        from sites s, accounts a where s.login_base = 'demo' and a.email = 'member@example.org'
                        returning id""").query(String.class).single();
    }

    private static Visitor visitor(Who who, Rest rest, People people, Browsers browsers, JdbcClient jdbc) {
        URI server = rest.uri("http", "/");
        if (who == Who.STRANGER) {
            return Visitor.of(server, "", browsers.open());
        }
        People.Person person = person(who, people);
        Visitor visitor = Visitor.of(server, "Bearer " + person.rest().token(), person.browser());
        narrow(who, person, jdbc);
        return visitor;
    }

    /** Who has no session has a token that is good for less than their account. */
    private static void narrow(Who who, People.Person person, JdbcClient jdbc) {
        String scopes = switch (who) {
            case ADMIN_WITHOUT_SCOPE -> "READ,SLICES,NODES,PEOPLE";
            case PI_READING -> "READ";
            default -> "READ,SLICES,NODES,PEOPLE,ADMIN";
        };
        jdbc.sql("""
                        update api_tokens t set scopes = string_to_array(?, ',') from accounts a
                        where a.id = t.account_id and a.email = ?""").params(scopes, person.email()).update();
        if (who == Who.ADMIN_WITHOUT_SCOPE) {
            jdbc.sql("update accounts set admin = true where email = ?")
                    .param(person.email())
                    .update();
        }
    }

    /** Of demo's user, but for the registration, which waits at demo. */
    private static Map<String, String> belongings(JdbcClient jdbc) {
        String user = " from accounts a where a.email = 'user@example.org' returning id";
        return Map.of("registrations", id(jdbc, """
                        insert into registrations (email, name, site_id, role, words, created_at, verified_at)
                        select 'new@example.org', 'New', s.id, 'USER', '', now(), now() from sites s
                        where s.login_base = 'demo' returning id"""), "tokens", id(jdbc, """
                        insert into api_tokens (hash, account_id, label, created_at)
                        select decode(repeat('00', 32), 'hex'), a.id, 'x', now()""" + user), "ssh-keys", id(jdbc, """
                        insert into ssh_keys (account_id, type, blob, fingerprint, comment, created_at)
                        select a.id, 'ssh-ed25519', '', 'SHA256:' || repeat('A', 43), '', now()""" + user));
    }

    private static String id(JdbcClient jdbc, String query) {
        return jdbc.sql(query).query(String.class).single();
    }

    private static People.Person person(Who who, People people) {
        return switch (who) {
            case ADMIN -> people.admin();
            default ->
                people.named(who.name().toLowerCase(Locale.ROOT), who.isElsewhere() ? "mit" : "demo", who.role());
        };
    }

    private static void created(Rest.Answer answer) {
        if (answer.status() != 201) {
            throw new AssertionError(answer.text());
        }
    }

    Visitor visitor(Who who) {
        return visitors.get(who);
    }

    /** The path with demo's things in the place of its variables. */
    public String address(Endpoint endpoint) {
        return VARIABLE.matcher(endpoint.path())
                .replaceAll(found -> Matcher.quoteReplacement(found.group(1) + "/" + value(found.group(1), endpoint)));
    }

    String fill(String sent, Endpoint endpoint) {
        return PLACE.matcher(sent).replaceAll(found -> Matcher.quoteReplacement(value(found.group(1), endpoint)));
    }

    private String value(String what, Endpoint endpoint) {
        if (!values.containsKey(what)) {
            throw new AssertionError("TwoSites has no value for " + what + ", which " + endpoint + " needs");
        }
        return values.get(what);
    }
}
