package org.lamella.accounts;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How a new installation is begun.
 *
 * @param adminEmail the first admin's address, used when there is no admin yet
 * @param cliConfig where the command line's server and token are written; none when absent
 */
@ConfigurationProperties("lamella.bootstrap")
record BootstrapSettings(@DefaultValue("admin@localhost") String adminEmail, Path cliConfig) {}
