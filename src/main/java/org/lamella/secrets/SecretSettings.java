package org.lamella.secrets;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where the installation's secret comes from.
 *
 * @param secret base64 of at least 32 bytes, the same on all replicas; without it one is made and kept in {@code data}
 * @param data the data folder of a control plane that runs alone
 */
@ConfigurationProperties("lamella")
record SecretSettings(String secret, Path data) {}
