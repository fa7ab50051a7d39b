/** Slows down who guesses, or who makes us write mails. */
package org.lamella.accounts.throttle;
