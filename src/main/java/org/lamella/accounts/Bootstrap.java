package org.lamella.accounts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.Map;
import org.lamella.audit.Actor;
import org.lamella.audit.AuditTrail;
import org.lamella.web.PublicUrl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes a new installation usable: the first admin, the site {@code demo}, and a way in.
 *
 * <p>The way in is an API token in a file for the command line, where the settings name one; otherwise a one-time
 * sign-in link in the log, at the first start only. There is no default password.
 */
@Component
class Bootstrap implements ApplicationRunner {
    private static final Logger log = LoggerFactory.getLogger(Bootstrap.class);

    private final BootstrapSettings settings;
    private final Accounts accounts;
    private final Sites sites;
    private final ApiTokens tokens;
    private final SignInLinks links;
    private final AuditTrail audit;
    private final PublicUrl publicUrl;
    private final TransactionTemplate transaction;
    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final Clock clock;

    private record First(Account admin, boolean isNew) {}

    Bootstrap(
            BootstrapSettings settings,
            Accounts accounts,
            Sites sites,
            ApiTokens tokens,
            SignInLinks links,
            AuditTrail audit,
            PublicUrl publicUrl,
            TransactionTemplate transaction,
            JdbcClient jdbc,
            JsonMapper json,
            Clock clock) {
        this.settings = settings;
        this.accounts = accounts;
        this.sites = sites;
        this.tokens = tokens;
        this.links = links;
        this.audit = audit;
        this.publicUrl = publicUrl;
        this.transaction = transaction;
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
    }

    @Override
    public void run(ApplicationArguments arguments) throws IOException {
        First first = transaction.execute(status -> first());
        if (settings.cliConfig() != null) {
            keepCliSignedIn(first.admin(), settings.cliConfig());
        } else if (first.isNew()) {
            var code = links.issue(first.admin().id(), first.admin().email());
            log.info("sign in once, within ten minutes: {}", publicUrl.of("/sign-in?code=" + code.text()));
        }
    }

    /** Two replicas that start at once wait for each other here: the second finds what the first has made. */
    private First first() {
        jdbc.sql("lock table accounts in share row exclusive mode").update();
        return accounts.findFirstByAdminTrueOrderById()
                .map(known -> new First(known, false))
                .orElseGet(() -> new First(makeFirstAdmin(), true));
    }

    private Account makeFirstAdmin() {
        if (sites.findByLoginBase("demo").isEmpty()) {
            sites.save(new Site("demo", SiteFacts.named("Demonstration"), clock.instant()));
            audit.record(Actor.SYSTEM, "site-created", "site", "demo", "the first site");
        }
        audit.record(Actor.SYSTEM, "account-created", "account", settings.adminEmail(), "the first admin");
        return accounts.save(Account.admin(settings.adminEmail(), "Administrator", clock.instant()));
    }

    private void keepCliSignedIn(Account admin, Path file) throws IOException {
        if (Files.exists(file) && opensThis(file)) {
            return;
        }
        String token = tokens.issue(admin, "command line, " + file);
        Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
        // Of its own name and readable by its owner alone: several replicas may be about this at once.
        Path staged = Files.createTempFile(folder, file.getFileName().toString(), ".new");
        json.writeValue(staged.toFile(), Map.of("server", publicUrl.of(""), "token", token));
        Files.move(staged, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** False also for a file that cannot be read as one of ours: it is made anew. */
    private boolean opensThis(Path file) {
        try {
            var kept = json.readTree(file.toFile());
            return publicUrl.of("").equals(kept.path("server").asString(""))
                    && tokens.callerOf(kept.path("token").asString("")).isPresent();
        } catch (JacksonException e) {
            log.warn("{} is not readable and is written anew: {}", file, e.getOriginalMessage());
            return false;
        }
    }
}
