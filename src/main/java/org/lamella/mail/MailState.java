package org.lamella.mail;

/** How far a mail has come. */
enum MailState {
    /** Not delivered yet; the next try has its time. */
    WAITING,
    /** A mail server has taken it. */
    DELIVERED,
    /** There was no mail server: it is shown on the page of mails, and goes nowhere. */
    KEPT,
    /** The mail server refused its recipient for good. */
    REFUSED,
    /** Tried for three days. */
    GIVEN_UP
}
