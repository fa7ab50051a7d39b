/** The ssh keys that people log in to their slivers with. */
package org.lamella.accounts.keys;
