package org.lamella.accounts;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.lamella.web.FieldError;

/** What can be said about a site, as it was typed: nothing of it is lost when something is wrong. */
record SiteDraft(String name, String url, String latitude, String longitude, String country) {
    static final SiteDraft EMPTY = new SiteDraft("", "", "", "", "");

    private static final int LONGEST_NAME = 128;
    private static final int LONGEST_URL = 2048;
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

    SiteDraft {
        name = Objects.requireNonNullElse(name, "").strip();
        url = Objects.requireNonNullElse(url, "").strip();
        latitude = Objects.requireNonNullElse(latitude, "").strip();
        longitude = Objects.requireNonNullElse(longitude, "").strip();
        country = Objects.requireNonNullElse(country, "").strip().toUpperCase(Locale.ROOT);
    }

    static SiteDraft of(SiteFacts facts) {
        return new SiteDraft(
                facts.name(),
                facts.url(),
                facts.location().map(place -> Double.toString(place.latitude())).orElse(""),
                facts.location()
                        .map(place -> Double.toString(place.longitude()))
                        .orElse(""),
                facts.country().orElse(""));
    }

    List<FieldError> objections() {
        List<FieldError> errors = new ArrayList<>();
        if (name.isEmpty() || name.length() > LONGEST_NAME) {
            errors.add(FieldError.invalid("name", "must have 1 to " + LONGEST_NAME + " characters"));
        }
        if (!url.isEmpty() && !isWebAddress(url)) {
            errors.add(FieldError.invalid(
                    "url", "must be an http or https address of at most " + LONGEST_URL + " characters"));
        }
        if (latitude.isEmpty() != longitude.isEmpty()) {
            errors.add(FieldError.invalid(latitude.isEmpty() ? "latitude" : "longitude", "is needed with the other"));
        }
        degrees("latitude", latitude, 90).ifPresent(errors::add);
        degrees("longitude", longitude, 180).ifPresent(errors::add);
        if (!country.isEmpty() && !COUNTRIES.contains(country)) {
            errors.add(
                    FieldError.invalid("country", country + " is no country's two letters (ISO 3166-1), such as NL"));
        }
        return errors;
    }

    /** To be asked only when there are no objections. */
    SiteFacts facts() {
        Optional<Location> place = latitude.isEmpty()
                ? Optional.empty()
                : Optional.of(new Location(Double.parseDouble(latitude), Double.parseDouble(longitude)));
        return new SiteFacts(name, url, place, country.isEmpty() ? Optional.empty() : Optional.of(country));
    }

    public boolean isWrong(String field, List<FieldError> errors) {
        return errors != null && errors.stream().anyMatch(error -> error.field().equals(field));
    }

    private static Optional<FieldError> degrees(String field, String text, int most) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            if (Math.abs(Double.parseDouble(text)) <= most) {
                return Optional.empty();
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        return Optional.of(
                FieldError.invalid(field, "must be a number of degrees, -" + most + " to " + most + ", not " + text));
    }

    private static boolean isWebAddress(String url) {
        try {
            URI address = new URI(url);
            return url.length() <= LONGEST_URL
                    && ("http".equals(address.getScheme()) || "https".equals(address.getScheme()))
                    && address.getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
