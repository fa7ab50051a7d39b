package org.lamella.audit;

import java.util.Locale;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Who did something.
 *
 * @param name an account's mail address, a node's name, or {@code system}
 * @param address where the request came from; empty for the system
 */
public record Actor(String name, Via via, String address) {
    /** How it was asked for. */
    public enum Via {
        WEB,
        API,
        NODE,
        SYSTEM;

        String column() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static final Actor SYSTEM = new Actor("system", Via.SYSTEM, "");

    public static Actor node(String name) {
        return new Actor(name, Via.NODE, "");
    }

    static Actor current() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication == null
                || !(RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes)) {
            return SYSTEM;
        }
        var request = attributes.getRequest();
        Via via = request.getRequestURI().startsWith("/api/") ? Via.API : Via.WEB;
        return new Actor(authentication.getName(), via, request.getRemoteAddr());
    }
}
