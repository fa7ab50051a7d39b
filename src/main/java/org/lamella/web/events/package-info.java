/** What changes, told to scripts as it happens and again from where they were. */
package org.lamella.web.events;
