package org.lamella.accounts;

import java.util.List;

/**
 * A mail about an account: every kind of them is worded here.
 *
 * @param kind lower-case with hyphens
 * @param why goes on from "You get this because"
 */
record AccountMail(String to, String kind, String why, String subject, String text) {
    static AccountMail verification(String to, String site, String link) {
        return new AccountMail(
                to,
                "registration",
                "this address was given in a registration",
                "Confirm your address for " + site,
                paragraphs(
                        "Somebody, we think you, asked for an account at the site " + site + ".",
                        "To go on, open this page and press the button on it, within 24 hours:",
                        "  " + link,
                        "Then a PI of the site looks at it. If it was not you, do nothing: the address is not kept."));
    }

    static AccountMail knownAddress(String to, String link) {
        return new AccountMail(
                to,
                "registration",
                "this address was given in a registration",
                "You have an account already",
                paragraphs(
                        "Somebody asked for an account with this address, which has one already. Nothing was changed.",
                        "If it was you, sign in; if you forgot the password, set a new one here:",
                        "  " + link,
                        "For a role at another site ask a PI of that site: no second account is needed."));
    }

    static AccountMail waiting(String to, Registration registration, String link) {
        return new AccountMail(
                to,
                "registration-waits",
                "you answer for the site " + registration.site(),
                registration.name() + " asks for an account at " + registration.site(),
                paragraphs(
                        registration.name() + " <" + registration.email() + "> wants to be "
                                + SitePeople.word(registration.role()) + " at " + registration.site()
                                + ". The address is verified.",
                        registration.words().isEmpty()
                                ? "They wrote nothing to you."
                                : "They wrote:\n  " + registration.words().replace("\n", "\n  "),
                        "Approve or reject it here:",
                        "  " + link));
    }

    static AccountMail approved(String to, String site, String link) {
        return new AccountMail(
                to,
                "registration-approved",
                "you asked for an account",
                "Your account at " + site + " is ready",
                paragraphs("Your account was approved. Sign in here:", "  " + link));
    }

    static AccountMail rejected(String to, String site, String reason) {
        return new AccountMail(
                to,
                "registration-rejected",
                "you asked for an account",
                "Your account at " + site + " was not approved",
                paragraphs(
                        "Your request for an account at " + site + " was rejected. The reason that was given:",
                        "  " + reason.replace("\n", "\n  "),
                        "What you sent is deleted. You may ask again."));
    }

    static AccountMail reset(String to, String link) {
        return new AccountMail(
                to,
                "password-reset",
                "somebody asked for a new password for your account",
                "Set a new password",
                paragraphs(
                        "To set a new password, open this page within one hour; it works once:",
                        "  " + link,
                        "If you did not ask for it, do nothing: the old one goes on working."));
    }

    static AccountMail passwordChanged(String to, String link) {
        return new AccountMail(
                to,
                "password-changed",
                "your account's password was changed",
                "Your password was changed",
                paragraphs(
                        "The password of your account was changed, and its other sessions were ended.",
                        "If it was not you, set another one at once:",
                        "  " + link));
    }

    static AccountMail keyBlocked(String to, String fingerprint, String reason) {
        return new AccountMail(
                to,
                "ssh-key-blocked",
                "one of your ssh keys was blocked",
                "One of your ssh keys was removed",
                paragraphs(
                        "The key " + fingerprint + " may not be used any more and was removed from your account.",
                        "The reason: " + reason,
                        "Make a new pair of keys and add its public half. Do not use the old one anywhere."));
    }

    private static String paragraphs(String... paragraphs) {
        return String.join("\n\n", List.of(paragraphs));
    }
}
