package org.lamella.accounts;

import java.util.List;
import java.util.Optional;

/** Guesses from a User-Agent header what a person would call it. The header is a claim, and shown only as a help. */
final class Browser {
    /** In this order: each of the later ones is also named by those before it. */
    private static final List<String> BROWSERS =
            List.of("Edg/", "OPR/", "Firefox/", "Chrome/", "Safari/", "curl/", "Java-http-client/");

    private static final List<String> SYSTEMS =
            List.of("Android", "iPhone", "iPad", "Windows", "Mac OS X", "CrOS", "Linux");

    private Browser() {}

    /** @param userAgent empty when none was sent */
    static String named(String userAgent) {
        String browser = first(BROWSERS, userAgent).map(Browser::word).orElse("unknown browser");
        return first(SYSTEMS, userAgent)
                .map(system -> browser + " on " + system)
                .orElse(browser);
    }

    private static Optional<String> first(List<String> names, String userAgent) {
        return names.stream().filter(userAgent::contains).findFirst();
    }

    private static String word(String mark) {
        return switch (mark) {
            case "Edg/" -> "Edge";
            case "OPR/" -> "Opera";
            default -> mark.substring(0, mark.length() - 1);
        };
    }
}
