package org.lamella.cli;

import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lamella site …}. */
@Command(name = "site", description = "The institutions, their places and people.")
final class SiteCommands {
    private static final String SITE = "The site's login base, such as princeton.";

    private final Actions actions;

    /** What can be said of a site. */
    static final class Facts {
        @Option(names = "--name", paramLabel = "TEXT", description = "What it is called.")
        private Optional<String> name = Optional.empty();

        @Option(names = "--url", paramLabel = "URL", description = "Its home page.")
        private Optional<String> url = Optional.empty();

        @Option(names = "--latitude", paramLabel = "DEGREES", description = "North of the equator.")
        private Optional<Double> latitude = Optional.empty();

        @Option(names = "--longitude", paramLabel = "DEGREES", description = "East of Greenwich.")
        private Optional<Double> longitude = Optional.empty();

        @Option(names = "--country", paramLabel = "CC", description = "Two letters, as of ISO 3166.")
        private Optional<String> country = Optional.empty();

        Body into(Body body) {
            return body.with("name", name)
                    .with("url", url)
                    .number("latitude", latitude)
                    .number("longitude", longitude)
                    .with("country", country);
        }
    }

    SiteCommands(Actions actions) {
        this.actions = actions;
    }

    @Command(description = "List the sites.")
    void list(@Mixin ListOptions options) {
        actions.list(
                options,
                Query.of(Api.path("sites")),
                "loginBase",
                "name",
                "country",
                "enabled",
                "suspendedReason",
                "url");
    }

    @Command(description = "Show one site.")
    void show(@Parameters(paramLabel = "SITE", description = SITE) String site) {
        actions.show(Api.path("sites", site));
    }

    @Command(description = "List the people of a site and what they are there.")
    void people(@Parameters(paramLabel = "SITE", description = SITE) String site, @Mixin ListOptions options) {
        actions.list(options, Query.of(Api.path("sites", site, "people")), "email", "name", "roles", "enabled");
    }

    @Command(description = "Add a site.")
    void add(
            @Parameters(paramLabel = "SITE", description = SITE) String site,
            @Mixin Facts facts,
            @Mixin WriteOptions options) {
        var body = facts.into(Body.of("loginBase", site)).json();
        actions.write(options.post(Api.path("sites"), body), "site " + site + " added");
    }

    @Command(description = "Change what is said of a site; what is not given stays as it is.")
    void update(
            @Parameters(paramLabel = "SITE", description = SITE) String site,
            @Mixin Facts facts,
            @Mixin WriteOptions options) {
        var body = facts.into(new Body()).needed("--name, --url, --latitude, --longitude, --country");
        actions.write(options.patch(Api.path("sites", site), body), "site " + site + " changed");
    }

    @Command(description = "Stop all slices of a site, and let it have no new ones.")
    void suspend(
            @Parameters(paramLabel = "SITE", description = SITE) String site,
            @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why, for its people.")
                    String reason,
            @Mixin WriteOptions options) {
        actions.write(
                options.post(
                        Api.path("sites", site, "suspend"),
                        Body.of("reason", reason).json()),
                "site " + site + " is suspended, its slices stop");
    }

    @Command(description = "End a site's suspension.")
    void resume(@Parameters(paramLabel = "SITE", description = SITE) String site, @Mixin WriteOptions options) {
        actions.write(options.post(Api.path("sites", site, "resume")), "site " + site + " is no longer suspended");
    }
}
