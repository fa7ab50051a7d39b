/** The whole control plane under test, and those who talk to it: scripts, browsers, a clock that tests set. */
package org.lamella.testing;
