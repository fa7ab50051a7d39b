package org.lamella.cli;

import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lamella account role …}. */
@Command(name = "role", description = "What people are: pi, user or tech of a site, or admin of everything.")
final class RoleCommands {
    private static final String ADMIN = "admin";

    private final Actions actions;

    /** Which role of whom, and where. */
    static final class Role {
        @Parameters(index = "0", paramLabel = "EMAIL", description = "The person's mail address.")
        private String email;

        @Parameters(index = "1", paramLabel = "ROLE", description = "pi, user, tech, or admin.")
        private String role;

        @Option(names = "--site", paramLabel = "SITE", description = "At which site; an admin is one everywhere.")
        private Optional<String> site = Optional.empty();

        String path() {
            if (role.equals(ADMIN) == site.isPresent()) {
                throw Failure.usage(
                        role.equals(ADMIN)
                                ? "an admin is one everywhere: leave --site out"
                                : "a " + role + " is one at a site: say which by --site");
            }
            return site.map(where -> Api.path("sites", where, "people", email, "roles", role))
                    .orElseGet(() -> Api.path("accounts", email, ADMIN));
        }

        @Override
        public String toString() {
            return role + site.map(where -> " of " + where).orElse("");
        }
    }

    RoleCommands(Actions actions) {
        this.actions = actions;
    }

    @Command(description = "Give a person a role.")
    void add(@Mixin Role role, @Mixin WriteOptions options) {
        actions.write(options.put(role.path()), role.email + " is " + role);
    }

    @Command(description = "Take a role from a person.")
    void remove(@Mixin Role role, @Mixin WriteOptions options) {
        actions.write(options.delete(role.path()), role.email + " is no longer " + role);
    }
}
