/** What a password must be, and how it is kept. */
package org.lamella.accounts.passwords;
