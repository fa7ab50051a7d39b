/** Who gets how far at which address: every address of the application against one table. */
package org.lamella.permissions;
