package org.lamella.accounts;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.lamella.web.FieldError;

/**
 * What somebody sends who wants an account, as it was typed.
 *
 * @param role {@code user} or {@code tech}
 * @param words to the PI
 */
record RegistrationRequest(String email, String name, String site, String role, String words) {
    static final RegistrationRequest EMPTY = new RegistrationRequest("", "", "", "user", "");

    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_WORDS = 2000;

    RegistrationRequest {
        email = EmailAddress.normal(Objects.requireNonNullElse(email, ""));
        name = Objects.requireNonNullElse(name, "").strip();
        site = Objects.requireNonNullElse(site, "").strip();
        role = Objects.requireNonNullElse(role, "user").strip();
        words = Objects.requireNonNullElse(words, "").strip().replace("\r\n", "\n");
    }

    List<FieldError> objections() {
        List<FieldError> errors = new ArrayList<>();
        if (!EmailAddress.isWellFormed(email)) {
            errors.add(FieldError.invalid("email", EmailAddress.RULE));
        }
        if (!isName(name)) {
            errors.add(FieldError.invalid("name", nameRule()));
        }
        if (!List.of("user", "tech").contains(role)) {
            errors.add(FieldError.invalid("role", "must be user or tech; PIs are made by admins"));
        }
        if (words.length() > LONGEST_WORDS) {
            errors.add(FieldError.invalid("words", "may have " + LONGEST_WORDS + " characters, not " + words.length()));
        }
        return errors;
    }

    static boolean isName(String name) {
        return !name.isEmpty()
                && name.length() <= LONGEST_NAME
                && name.codePoints().noneMatch(Character::isISOControl);
    }

    static String nameRule() {
        return "must have 1 to " + LONGEST_NAME + " characters, in one line";
    }

    public boolean isWrong(String field, List<FieldError> errors) {
        return errors != null && errors.stream().anyMatch(error -> error.field().equals(field));
    }
}
