package org.lamella.web;

import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where people reach the control plane; links that leave it begin with this.
 *
 * @param publicUrl scheme and host, and a path if there is one; a slash at its end is taken off
 */
@ConfigurationProperties("lamella")
public record PublicUrl(
        @DefaultValue("http://localhost:8080") URI publicUrl) {
    public PublicUrl {
        publicUrl = URI.create(publicUrl.toString().replaceFirst("/+$", ""));
    }

    /** @param path empty, or with a slash in front */
    public String of(String path) {
        return publicUrl + path;
    }
}
