package org.lamella.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Where the server is and what this person shows it.
 *
 * @param server an http or https URL without a path
 * @param token the API token
 */
record Configuration(URI server, String token) {
    private static final String VARIABLE = "LAMELLA_CONFIG";
    private static final Path DEVELOPMENT = Path.of(".lamella", "dev", "cli.json");

    /** Nobody shall find the token in a log or a stack trace. */
    @Override
    public String toString() {
        return "Configuration[server=" + server + "]";
    }

    /**
     * Reads the file that {@code LAMELLA_CONFIG} names, or else {@code .lamella/dev/cli.json} in {@code home} or the nearest
     * folder above it that has one, or else what {@code lamella login} has written.
     *
     * @throws Failure with {@link ExitCode#USAGE} when there is no such file, or it does not hold a server and a token
     */
    static Configuration find(Map<String, String> environment, Path home) {
        return place(environment, home)
                .map(Configuration::read)
                .orElseThrow(() -> Failure.usage("no " + DEVELOPMENT + " in " + home + " or above it, and no "
                        + own(environment) + ": start a control plane with './lamella dev', sign in to one with"
                        + " 'lamella login', or name a configuration file in " + VARIABLE));
    }

    /** The file that {@link #find} reads. */
    static Optional<Path> place(Map<String, String> environment, Path home) {
        return named(environment)
                .or(() -> nearest(home))
                .or(() -> Optional.of(own(environment)).filter(Files::exists));
    }

    private static Optional<Path> named(Map<String, String> environment) {
        return Optional.of(environment.getOrDefault(VARIABLE, ""))
                .filter(name -> !name.isEmpty())
                .map(Path::of);
    }

    private static Optional<Path> nearest(Path home) {
        return Stream.iterate(home, folder -> folder != null, Path::getParent)
                .map(folder -> folder.resolve(DEVELOPMENT))
                .filter(Files::exists)
                .findFirst();
    }

    private static Path own(Map<String, String> environment) {
        var folder = environment.getOrDefault("XDG_CONFIG_HOME", "");
        return (folder.isEmpty() ? Path.of(environment.getOrDefault("HOME", "/"), ".config") : Path.of(folder))
                .resolve(Path.of("lamella", "cli.json"));
    }

    private static Configuration read(Path file) {
        try {
            return parse(file, Json.parse(Files.readString(file)));
        } catch (IOException e) {
            throw Failure.usage("cannot read the configuration " + file + " ("
                    + e.getClass().getSimpleName() + ")");
        } catch (JacksonException e) {
            throw Failure.usage("the configuration " + file + " is not JSON: " + e.getOriginalMessage());
        }
    }

    private static Configuration parse(Path file, JsonNode json) {
        return of(Json.text(json, "server", ""), Json.text(json, "token", ""), "the configuration " + file);
    }

    /** @param source what is wrong when these are, for people */
    static Configuration of(String server, String token, String source) {
        if (!server.matches("https?://[^/?#]+/?") || !token.matches("[!-~]+")) {
            throw Failure.usage(source
                    + " must read {\"server\": \"http://HOST:PORT\", \"token\": \"…\"}; its server is '" + server
                    + "', its token "
                    + (token.isBlank() ? "missing" : token.matches("[!-~]+") ? "there" : "not one word"));
        }
        try {
            return new Configuration(URI.create(server.replaceAll("/$", "")), token);
        } catch (IllegalArgumentException e) {
            throw Failure.usage(source + " names the server '" + server + "': " + e.getMessage());
        }
    }

    /**
     * Writes the file that {@code LAMELLA_CONFIG} names, or else this person's own, readable by nobody else at any moment.
     *
     * @return the file
     */
    Path write(Map<String, String> environment) {
        var file = named(environment).orElseGet(() -> own(environment)).toAbsolutePath();
        try {
            Files.createDirectories(file.getParent());
            var fresh = Files.createTempFile(
                    file.getParent(),
                    ".cli",
                    ".json",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(
                    fresh, Json.object().put("server", server.toString()).put("token", token) + "\n");
            return Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw Failure.usage("cannot write " + file + " (" + e.getMessage() + ")");
        }
    }
}
