/** What slivers print: kept, within bounds, without anybody waiting for it. */
package org.lamella.agent.console;
